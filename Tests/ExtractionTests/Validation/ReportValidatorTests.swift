// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import Extraction
@testable import ExtractionStudy

@Suite struct ReportValidatorTests {
    typealias CountPath = any WritableKeyPath<TallyReport, Int?> & Sendable

    private static func sample() -> TallyReport {
        var random = SeededGenerator(seed: 1)
        return ReportSamples.complete(rows: 4, using: &random)
    }

    private func outcome(
        _ rule: String,
        of report: TallyReport,
        context: JSONValue? = nil
    ) -> ValidationCheck.Outcome? {
        ReportValidator().validate([report], context: context).checks.first { $0.rule == rule }?.outcome
    }

    @Test func aCompleteCorrectReportPassesEverything() {
        let report = Self.sample()
        for context in [nil, SheetSample(name: "sample", reports: [report]).context] {
            let validation = ReportValidator().validate([report], context: context)
            #expect(validation.checks.allSatisfy { $0.outcome == .passed }, "\(validation.checks)")
            #expect(validation.checksTotal == 11)
            #expect(validation.score == 1)
            #expect(validation.passed)
            #expect(validation.disagreeingFields == [])
        }
    }

    @Test(
        arguments: [
            ("ballot_match", \TallyReport.ballotStatistics.noVoteBallots),
            ("ballot_match", \TallyReport.ballotStatistics.ballotsUsed),
            ("allocation_match", \TallyReport.ballotStatistics.ballotsRemaining),
            ("votes_match_good_ballots", \TallyReport.ballotStatistics.goodBallots),
            ("votes_match_good_ballots", \TallyReport.voteResults[2].voteCount),
            ("turnout_match", \TallyReport.voterStatistics.votersPresent),
            ("turnout_limit", \TallyReport.voterStatistics.eligibleVoters),
            ("digits_match_words", \TallyReport.voteResults[0].voteCount),
            ("candidate_numbers", \TallyReport.voteResults[0].number),
        ] as [(String, CountPath)]
    )
    func aMissingNumberIsNotApplicableAndAWrongOneFails(
        rule: String,
        field: CountPath
    ) {
        var report = Self.sample()
        report[keyPath: field] = nil
        #expect(outcome(rule, of: report) == .notApplicable)
        report[keyPath: field] = rule == "turnout_limit" ? 1 : 4_000
        #expect(outcome(rule, of: report) == .failed)
    }

    @Test func partsThatAlreadyExceedTheWholeFailWhateverIsMissing() {
        var report = Self.sample()
        report.ballotStatistics.badBallots = nil
        report.ballotStatistics.goodBallots = 9_999
        report.voteResults[1].voteCount = nil
        report.voteResults[2].voteCount = 10_001
        #expect(outcome("ballot_match", of: report) == .failed)
        #expect(outcome("votes_match_good_ballots", of: report) == .failed)
    }

    @Test func noReportAndNoCountsAreNoData() {
        let nothing = ReportValidator().validate([])
        #expect(!nothing.passed && !nothing.hasData && nothing.score == 0)
        #expect(nothing.checks.map(\.name) == ["has_results"])
        let empty = ReportValidator().validate([TallyReport(voteResults: [VoteResult(number: 1)])])
        #expect(!empty.passed && !empty.hasData)
        #expect(empty.failures.contains { $0.rule == "has_results" })
    }

    @Test func negativeNumbersFail() {
        var report = Self.sample()
        report.ballotStatistics.badBallots = -1
        #expect(outcome("non_negative", of: report) == .failed)
    }

    @Test func aCountInWordsAloneIsNotPlausible() {
        var report = Self.sample()
        report.voteResults[3].voteCount = nil
        #expect(outcome("plausible", of: report) == .failed)
        report.voteResults[3].voteCountText = nil
        #expect(outcome("plausible", of: report) == .passed)
    }

    @Test func aRowWithoutItsCountOrWithoutItsNameIsHalfAResult() {
        var report = Self.sample()
        report.voteResults[3].voteCount = nil
        report.voteResults[3].voteCountText = nil
        let validation = ReportValidator().validate([report])
        #expect(validation.failures.map(\.rule) == ["has_results"])
        #expect(validation.disagreeingFields == ["reports[0].vote_results[3].vote_count"])
        report.voteResults[3] = VoteResult()
        #expect(outcome("has_results", of: report) == .passed)
        report.voteResults[3] = VoteResult(voteCount: 7)
        #expect(outcome("has_results", of: report) == .failed)
    }

    @Test func countsThatNothingIsComparedWithDoNotPass() {
        let rows = [VoteResult(candidateName: "A", voteCount: 115), VoteResult(candidateName: "B", voteCount: 3)]
        var report = TallyReport(formInfo: FormInfo(pollingStationNumber: "4"), voteResults: rows)
        let validation = ReportValidator().validate([report])
        #expect(validation.failures.isEmpty)
        #expect(!validation.passed && !validation.comparesVotes)
        #expect(validation.json["passed"] == false && validation.json["votes_compared"] == false)
        let unchecked = report
        report.voterStatistics.votersPresent = 118
        #expect(ReportValidator().validate([report]).passed)
        #expect(!ReportValidator().validate([report, unchecked]).passed)
    }

    /// A precinct's printed report: ballots cast are more than the votes of a contest, and a row that was not read leaves
    /// no trace.
    @Test func aLimitDoesNotVouchForTheVotes() {
        let rows = [VoteResult(candidateName: "A", voteCount: 245), VoteResult(candidateName: "B", voteCount: 43)]
        var report = TallyReport(formInfo: FormInfo(pollingStationNumber: "Marysvale"), voteResults: rows)
        report.ballotStatistics.ballotsUsed = 296
        let validation = ReportValidator().validate([report])
        #expect(validation.failures.isEmpty)
        #expect(!validation.passed && !validation.comparesVotes)
    }

    @Test func wordsVouchForTheVotesOnlyIfEachRowHasThem() {
        var rows = [VoteResult(candidateName: "A", voteCount: 12, voteCountText: "twelve")]
        rows.append(VoteResult(candidateName: "B", voteCount: 3, voteCountText: "three"))
        var report = TallyReport(formInfo: FormInfo(pollingStationNumber: "4"), voteResults: rows)
        #expect(ReportValidator().validate([report]).passed)
        report.voteResults[1].voteCountText = nil
        #expect(!ReportValidator().validate([report]).passed)
    }

    @Test func oneFormIsOneReport() {
        let report = Self.sample()
        let validation = ReportValidator().validate([report, report])
        #expect(validation.failures.map(\.name) == ["reports[1].form_identity"])
        var contest = report
        contest.formInfo.formType = nil
        #expect(ReportValidator().validate([contest, contest]).passed)
    }

    @Test func aListThatNoRowHasANumberOfIsNotFulfilled() {
        let report = TallyReport(voteResults: [VoteResult(candidateName: "A", voteCount: 1)])
        let context: JSONValue = ["candidates": [["number": 1, "name": "A"], ["number": 2, "name": "B"]]]
        #expect(outcome("candidate_numbers", of: report, context: context) == .failed)
    }

    @Test func aCountAboveTheBallotsIsNotPlausible() {
        let rows = [VoteResult(candidateName: "A", voteCount: 115)]
        let report = TallyReport(ballotStatistics: BallotStatistics(ballotsUsed: 114), voteResults: rows)
        #expect(outcome("plausible", of: report) == .failed)
        #expect(outcome("plausible", of: TallyReport(voteResults: rows)) == .notApplicable)
    }

    @Test(
        arguments: [
            ([1, 2, 3], ValidationCheck.Outcome.passed), ([3, 1, 2], .passed), ([1, 2, 2], .failed),
            ([1, 2, 4], .failed),
            ([0, 1, 2], .failed), ([2, 3, 4], .failed), ([nil, nil, nil], .notApplicable),
            ([1, nil, 3], .notApplicable),
            ([1, nil, 1], .failed), ([1, nil, 4], .failed),
        ] as [([Int?], ValidationCheck.Outcome)]
    )
    func numbersRunFromOne(numbers: [Int?], expected: ValidationCheck.Outcome) {
        let report = TallyReport(voteResults: numbers.map { VoteResult(number: $0, voteCount: 1) })
        #expect(outcome("candidate_numbers", of: report) == expected)
    }

    @Test func theProducersListDecidesAboutNumbersAndNames() {
        let context: JSONValue = [
            "candidates": [
                ["number": 1, "name": "นางสาวชนกนันท์ ศุภศิริ", "party": "ภูมิใจไทย"],
                ["number": "4", "name": "นายธีรพล พรเสาวลักษณ์", "party": "ประชาธิปัตย์"],
            ]
        ]
        var rows = [
            VoteResult(number: 1, candidateName: "ชนกนันท์ ศุภสิริ", partyName: "พรรคภูมิใจไทย", voteCount: 1),
            VoteResult(number: 4, candidateName: "นายธีรพล พรเสาวลักษณ", partyName: nil, voteCount: 1),
        ]
        #expect(outcome("candidate_numbers", of: TallyReport(voteResults: rows), context: context) == .passed)
        rows[0].number = 4
        rows[1].number = 1
        #expect(outcome("candidate_numbers", of: TallyReport(voteResults: rows), context: context) == .failed)
        let short = TallyReport(voteResults: [rows[0]])
        #expect(outcome("candidate_numbers", of: short, context: context) == .failed)
        let parties = TallyReport(
            formInfo: FormInfo(formType: .partyList),
            voteResults: [VoteResult(number: 1, voteCount: 1)]
        )
        #expect(outcome("candidate_numbers", of: parties, context: context) == .passed)
    }

    @Test func rowsWithoutNumbersAreFoundOnTheListByTheirNames() {
        let context: JSONValue = [
            "candidates": [["number": 1, "name": "JOSEPH R BIDEN"], ["number": 2, "name": "Kael Weston"]]
        ]
        let rows = [
            VoteResult(candidateName: "Kael Weston", voteCount: 4),
            VoteResult(candidateName: "Joseph Biden", voteCount: 2),
            VoteResult(candidateName: "WRITE-IN", voteCount: 0),
        ]
        let report = TallyReport(voteResults: rows)
        #expect(outcome("candidate_numbers", of: report, context: context) == .passed)
        let short = TallyReport(voteResults: Array(rows.dropFirst()))
        #expect(outcome("candidate_numbers", of: short, context: context) == .failed)
        let twice = TallyReport(voteResults: rows + [rows[0]])
        #expect(outcome("candidate_numbers", of: twice, context: context) == .failed)
        let nameless: JSONValue = ["candidates": [["number": 1]]]
        #expect(outcome("candidate_numbers", of: report, context: nameless) == .notApplicable)
        // One list does not say who stands in which of several contests.
        let contests = ReportValidator().validate([report, short], context: context)
        let outcomes = contests.checks.filter { $0.rule == "candidate_numbers" }.map(\.outcome)
        #expect(outcomes == [.notApplicable, .notApplicable])
    }

    @Test(
        arguments: [
            (["registered_voters": 5_000], "turnout_limit"),
            (["eligible_voters": "๕"], "turnout_limit"),
            (["polling_station": 13], "form_identity"),
            (["polling_station": "Station 13"], "form_identity"),
            (["polling_station": ["province": "เชียงใหม่"]], "form_identity"),
            (["polling_station": ["number": 12, "constituency_number": 2]], "form_identity"),
        ] as [(JSONValue, String)]
    )
    func contextThatDiffersFails(context: JSONValue, rule: String) {
        let validation = ReportValidator().validate([Self.sample()], context: context)
        #expect(validation.failures.map(\.rule) == [rule])
    }

    @Test(
        arguments: [
            nil, "text", [], ["candidates": 5], ["candidates": [["name": "x"]]], ["registered_voters": "many"],
            ["polling_station": "หน่วยที่ ๑๒"], ["polling_station": ["province": "จังหวัดแพร่", "number": "012"]],
            ["polling_station": [1, 2]],
        ] as [JSONValue?]
    )
    func contextThatAgreesOrSaysNothingPasses(context: JSONValue?) {
        let validation = ReportValidator().validate([Self.sample()], context: context)
        #expect(validation.passed, "\(validation.failures)")
    }

    @Test func severalReportsAreNamedAndMustAgree() {
        let first = Self.sample()
        var second = first
        second.formInfo.formType = .partyList
        #expect(ReportValidator().validate([first, second]).passed)
        second.formInfo.province = "กรุงเทพมหานคร"
        second.voteResults[2].voteCount? += 1
        let validation = ReportValidator().validate([first, second])
        #expect(
            validation.failures.map(\.name) == [
                "reports[1].votes_match_good_ballots", "reports[1].digits_match_words", "reports[1].form_identity",
            ]
        )
        #expect(validation.disagreeingFields.contains("reports[1].vote_results[2].vote_count"))
        #expect(validation.disagreeingFields.contains("reports[1].form_info.province"))
        #expect(validation.checksTotal == 22 && validation.checksPassed == 19)
    }

    @Test func theJSONHoldsNamesOutcomesAndSums() {
        var report = Self.sample()
        report.ballotStatistics.noVoteBallots = nil
        report.voterStatistics.votersPresent? += 1
        let json = ReportValidator().validate([report]).json
        let checks = json["checks"]?.arrayValue ?? []
        func passed(_ name: String) -> JSONValue? {
            checks.first { $0["name"]?.stringValue == name }?["passed"]
        }
        #expect(passed("ballot_match") == .null)
        #expect(passed("turnout_match") == false)
        #expect(passed("allocation_match") == true)
        #expect(json["passed"] == false)
        let used = report.ballotStatistics.ballotsUsed ?? 0
        let detail = checks.first { $0["name"] == "turnout_match" }?["detail"]?.stringValue
        #expect(detail == "voters_present \(used + 1), ballots_used \(used)")
    }

    @Test func absurdNumbersDoNotOverflow() {
        let rows = [Int.max, Int.max, 1].map { VoteResult(number: $0, voteCount: $0, voteCountText: "๑") }
        let ballots = BallotStatistics(ballotsUsed: .min, goodBallots: .max, badBallots: .max, noVoteBallots: .max)
        let report = TallyReport(ballotStatistics: ballots, voteResults: rows)
        #expect(!ReportValidator().validate([report, report], context: ["registered_voters": 1e300]).passed)
    }

    @Test func detailsStayShortAndHoldNoNames() {
        let rows = (0..<900).map {
            VoteResult(number: $0 * 2, candidateName: "Secret", voteCount: $0, voteCountText: "๗")
        }
        let form = FormInfo(province: "Secretland")
        let report = TallyReport(formInfo: form, voteResults: rows)
        let checks = ReportValidator().validate([report], context: ["polling_station": ["province": "Elsewhere"]])
            .checks
        for check in checks {
            #expect(check.detail.utf8.count < 1_000)
            #expect(!check.detail.contains("Secret"))
        }
    }
}
