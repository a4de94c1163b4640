// SPDX-License-Identifier: Apache-2.0

import Extraction
import Foundation
import JSON
import TestSupport
import Testing

@testable import ExtractionStudy

@Suite("Profiles from files")
struct ProfileFileTests {
    private static func profile(_ text: String) throws(ProfileError) -> ExtractionProfile {
        try ExtractionProfile(json: Array(text.utf8))
    }

    /// A file with other members besides those that every profile has.
    private static func file(_ members: String) -> String {
        #"{"format": 1, "id": "mine", "version": "3", "template": "Read.", \#(members)}"#
    }

    private static func issues(_ text: String) -> [String] {
        do throws(ProfileError) {
            _ = try profile(text)
            return []
        } catch {
            return error.issues.map(\.path)
        }
    }

    private static func indonesian() throws -> ExtractionProfile {
        let file = URL(filePath: PackageRoot.path + "/deploy/profiles/indonesian-c1.json")
        return try ExtractionProfile(json: Array(try Data(contentsOf: file)))
    }

    @Test("The built-in profiles are files like any other")
    func builtIn() throws {
        for profile in ExtractionProfile.builtIn {
            let file = try #require(ExtractionProfile.file(ofBuiltIn: profile.id))
            #expect(try ExtractionProfile(json: file) == profile)
        }
        #expect(ExtractionProfile.file(ofBuiltIn: "nothing") == nil)
        let plain = ExtractionProfile(id: "x", version: "1", template: "Read.")
        #expect(ExtractionProfile.thaiSS518.responseSchema == plain.responseSchema)
        #expect(ExtractionProfile.thaiSS518.checkNames == plain.checkNames)
    }

    @Test("What is left out is as for every report")
    func defaults() throws {
        let profile = try Self.profile(Self.file(#""template": ["Read.", "Well."]"#))
        #expect(profile.template == "Read.\nWell.")
        #expect(profile.version == "3")
        #expect(profile.numbers == .any)
        #expect(profile.checkNames.count == 11)
    }

    @Test(
        "Each fault is told with its path",
        arguments: [
            ("{", ["byte 1"]),
            ("[]", ["profile"]),
            ("{}", ["format", "id", "version", "template"]),
            (
                #"{"format": 2, "id": "Mine", "version": "", "template": [1]}"#,
                ["format", "id", "version", "template"]
            ),
            (Self.file(#""tempalte": 1"#), ["tempalte"]),
            (Self.file(#""numbers": 1"#), ["numbers"]),
            (
                Self.file(#""numbers": {"languages": ["xx"], "group_separators": [" "]}"#),
                [
                    "numbers.languages[0]", "numbers.group_separators",
                ]
            ),
            (Self.file(#""checks": []"#), ["checks"]),
            (Self.file(#""checks": ["ballot_macht"]"#), ["checks[0]"]),
            (Self.file(#""checks": ["plausible", "plausible"]"#), ["checks[1]"]),
            (
                Self.file(#""checks": [{"name": "plausible", "present": "vote_results[].number"}]"#),
                ["checks[0].name"]
            ),
            (Self.file(#""checks": [{"name": "a"}]"#), ["checks[0]"]),
            (
                Self.file(
                    #""checks": [{"name": "a", "sum": ["x.y"], "equals": "ballot_statistics.ballots_used"}]"#
                ),
                [
                    "checks[0].sum[0]"
                ]
            ),
            (
                Self.file(#""checks": [{"name": "a", "sum": "ballot_statistics.ballots_used"}]"#),
                ["checks[0].equals"]
            ),
            (
                Self.file(
                    #""checks": [{"name": "a", "equal": ["vote_results[].number", "vote_results[].vote_count"]}]"#
                ),
                [
                    "checks[0].equal"
                ]
            ),
            (Self.file(#""response_schema": {"type": "object"}"#), ["response_schema.properties"]),
            (
                Self.file(#""response_schema": {"type": "array", "items": {"type": "string"}}"#),
                ["response_schema"]
            ),
            (
                Self.file(
                    #""response_schema": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "number"}}}}"#
                ),
                [
                    "response_schema.items.properties.a.type"
                ]
            ),
        ] as [(String, [String])]
    )
    func faults(text: String, paths: [String]) {
        #expect(Self.issues(text) == paths)
    }

    @Test("The members that the program reads keep their kinds, and others are plain")
    func contract() {
        let text = Self.file(
            """
            "response_schema": {"type": "array", "items": {"type": "object", "properties": {
                "votes": {"type": "string"},
                "voter_statistics": {"type": "object", "properties": {"eligible_voters": {"type": "string"}}},
                "ballot_statistics": {"type": "object", "properties": {"remark": {"type": "string"}}},
                "form_info": {"type": "object", "properties": {"more": {"type": "object", "properties":
                    {"a": {"type": "integer"}}}}},
                "vote_results": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
            }}}
            """
        )
        let root = "response_schema.items.properties"
        #expect(
            Self.issues(text) == [
                "\(root).votes", "\(root).voter_statistics.properties.eligible_voters",
                "\(root).ballot_statistics.properties.remark", "\(root).form_info.properties.more",
                "\(root).vote_results",
            ]
        )
    }

    @Test("Fields of one's own are asked for, kept, written and checked")
    func additionalFields() throws {
        let text = Self.file(
            """
            "response_schema": {"type": "array", "items": {"type": "object", "properties": {
                "ballot_statistics": {"type": "object", "properties": {"blank": {"type": ["integer", "null"],
                    "description": "Blank ballots"}, "ballots_used": {"type": "integer"}}},
                "vote_results": {"type": "array", "items": {"type": "object", "properties": {
                    "candidate_name": {"type": "string"}, "vote_count": {"type": "integer"},
                    "early": {"type": "integer"}, "late": {"type": "integer"}}}}
            }}},
            "checks": ["has_results",
                {"name": "rows", "sum": ["vote_results[].early", "vote_results[].late"], "equals": "vote_results[].vote_count"},
                {"name": "all", "sum": ["vote_results[].vote_count", "ballot_statistics.blank"],
                 "equals": "ballot_statistics.ballots_used"},
                {"name": "few", "number": "ballot_statistics.blank", "at_most": "ballot_statistics.ballots_used"},
                {"name": "there", "present": ["ballot_statistics.blank"]}]
            """
        )
        let profile = try Self.profile(text)
        let ballots = profile.responseSchema["items"]?["properties"]?["ballot_statistics"]
        #expect(ballots?["propertyOrdering"] == ["blank", "ballots_used"])
        #expect(ballots?["properties"]?["blank"]?["description"] == "Blank ballots")
        func validation(_ answer: String) throws -> (ValidationReport, [TallyReport]) {
            let reports = try ReportParser(profile: profile).parse(answer)
            return (ReportValidator(profile: profile).validate(reports), reports)
        }
        let good = """
            [{"ballot_statistics": {"blank": "1", "ballots_used": 8, "bad_ballots": 3},
              "vote_results": [{"candidate_name": "A", "vote_count": 5, "early": 2, "late": 3},
                               {"candidate_name": "B", "vote_count": 2, "early": 2, "late": 0}]}]
            """
        let (passed, reports) = try validation(good)
        #expect(passed.checks.map(\.outcome) == [.passed, .passed, .passed, .passed, .passed])
        #expect(passed.passed)
        #expect(reports[0].json["ballot_statistics"]?["blank"] == 1)
        #expect(reports[0].json["vote_results"]?[1]?["late"] == 0)
        // Not in the schema, so not asked for.
        #expect(reports[0].ballotStatistics.badBallots == nil)
        #expect(try TallyReport(json: reports[0].json).ballotStatistics.ballotsUsed == 8)
        let (wrongRow, _) = try validation(
            good.replacing(#""early": 2, "late": 0"#, with: #""early": 2, "late": 1"#)
        )
        #expect(wrongRow.disagreeingFields == ["reports[0].vote_results[1].vote_count"])
        let (lost, _) = try validation(good.replacing(#""blank": "1","#, with: ""))
        #expect(lost.failures.map(\.rule) == ["there"])
        #expect(!lost.comparesVotes)
        let (tooMany, _) = try validation(good.replacing(#""blank": "1""#, with: #""blank": 9"#))
        #expect(tooMany.failures.map(\.rule) == ["all", "few"])
    }

    @Test("A contest's own total vouches for its votes")
    func printedTotal() throws {
        let answer = """
            [{"form_info": {"polling_station_number": "Heber South 10"}, "voter_statistics": {"voters_present": 90},
              "ballot_statistics": {"ballots_used": 90, "total_votes": 72},
              "vote_results": [{"candidate_name": "A", "vote_count": 41}, {"candidate_name": "B", "vote_count": 31}]}]
            """
        func validation(_ answer: String) throws -> ValidationReport {
            let reports = try ReportParser(profile: .printedPrecinct).parse(answer)
            return ReportValidator(profile: .printedPrecinct).validate(reports)
        }
        #expect(try validation(answer).passed)
        #expect(
            try validation(answer.replacing("41", with: "47")).failures.map(\.rule) == [
                "total_votes_match"
            ]
        )
        #expect(try !validation(answer.replacing(#", "total_votes": 72"#, with: "")).comparesVotes)
    }

    @Test("Numbers are read as the profile's country writes them")
    func locale() throws {
        let answer =
            #"[{"vote_results": [{"candidate_name": "A", "vote_count": "1.234", "vote_count_text": "one"}]}]"#
        #expect(throws: ReportParsingError.self) {
            try ReportParser(profile: .printedPrecinct).parse(answer)
        }
        let reports = try ReportParser(profile: Self.indonesian()).parse(answer)
        #expect(reports[0].voteResults[0].voteCount == 1234)
        // English words on an Indonesian sheet say nothing.
        let validation = ReportValidator(profile: try Self.indonesian()).validate(reports)
        #expect(validation.checks.first { $0.rule == "digits_match_words" }?.outcome == .notApplicable)
    }

    @Test(
        "With a profile of their own all sums of Indonesian sheets are held against each other",
        .enabled(if: GroundTruth.isPresent, "needs the shared sheets with their ground truth")
    )
    func indonesianSheets() throws {
        let profile = try Self.indonesian()
        var study = CorruptionStudy(title: "Indonesian, with their profile", profile: profile)
        for sheet in try GroundTruth.sheets() where sheet.name.hasPrefix("id_") {
            #expect(ReportValidator(profile: profile).validate(sheet.reports).passed)
            try study.add(sheet)
        }
        for field in ["good_ballots", "bad_ballots", "ballots_used", "vote_count"] {
            #expect(study.byField[field]?.share == 1, "\(field)")
        }
    }
}
