// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import Extraction

@Suite struct ReportParserTests {
    private static let row =
        #"{"number":1,"candidate_name":"A","party_name":null,"vote_count":12,"vote_count_text":null}"#
    private static let report = #"{"form_info":{"province":"P"},"vote_results":[\#(row)]}"#

    private static let expected = TallyReport(
        formInfo: FormInfo(province: "P"),
        voteResults: [VoteResult(number: 1, candidateName: "A", voteCount: 12)]
    )

    @Test(arguments: [
        "[\(report)]",
        report,
        "```json\n[\(report)]\n```",
        "```\n\(report)\n```",
        "Here are the reports [as asked]:\n\n[\(report)]\n\nI hope that helps {}",
        #"{"reports": [\#(report)]}"#,
        #"{"result": {"reports": [\#(report)], "note": "x"}}"#,
        #"[{"report": \#(report)}]"#,
        "[[\(report)]]",
        "[\(report),]",
        "\u{FEFF} [\(report)\n , \n] ",
        "[\(report)] and again [\(report)]",
        "[\(report.replacing("12", with: "\"12\""))]",
        "[\(report.replacing("12", with: "\" ๑๒ \""))]",
        "[\(report.replacing("12", with: "๑๒"))]",
        "[\(report.replacing("null,", with: "\"-\","))]",
        "[\(report.replacing("null,", with: "\"\","))]",
        "[\(report.replacing("\"A\"", with: "\" A\u{200B} \""))]",
    ])
    func slipsAreMended(answer: String) throws {
        #expect(try ReportParser().parse(answer) == [Self.expected])
    }

    @Test func objectsInARowAreAList() throws {
        let other = Self.report.replacing("12", with: "13")
        #expect(try ReportParser().parse("\(Self.report)\n\(other)").map(\.voteResults[0].voteCount) == [12, 13])
        let named = #"{"constituency": \#(Self.report), "party_list": \#(other)}"#
        #expect(try ReportParser().parse(named).map(\.voteResults[0].voteCount) == [12, 13])
    }

    @Test func aReportInsideOfAnotherCounts() throws {
        let inner = Self.report.replacing("12", with: "13")
        for members in [#""party_list": \#(inner)"#, #""reports": [\#(inner)]"#, #""more": {"report": \#(inner)}"#] {
            let answer = String(Self.report.dropLast()) + ", \(members)}"
            #expect(try ReportParser().parse(answer).map(\.voteResults[0].voteCount) == [12, 13], "\(members)")
        }
    }

    @Test func formsThatTheModelTellsApartMayHaveWordsBetween() throws {
        let forms = ["Constituency", "PartyList"].map { type in
            Self.report.replacing(#""province""#, with: #""form_type":"\#(type)","province""#)
        }
        let answer = "The first form:\n```json\n\(forms[0])\n```\nand the second:\n```json\n\(forms[1])\n```"
        #expect(try ReportParser().parse(answer).map(\.formInfo.formType) == [.constituency, .partyList])
        let bare = "```json\n\(Self.report)\n```\n```json\n\(Self.report.replacing("12", with: "13"))\n```"
        #expect(try ReportParser().parse(bare).count == 2)
    }

    @Test func textWithBracketsQuotesAndCommasInStringsStays() throws {
        let name = #"{"vote_results":[{"candidate_name":"a,] \"}\" ๑ \\","vote_count":1,}],}"#
        #expect(try ReportParser().parse(name)[0].voteResults[0].candidateName == #"a,] "}" ๑ \"#)
        let raw = "{\"vote_results\":[{\"candidate_name\":\"two\nlines\",\"vote_count\":1}]}"
        #expect(try ReportParser().parse(raw)[0].voteResults[0].candidateName == "two\nlines")
    }

    @Test func emptyListIsAnAnswer() throws {
        #expect(try ReportParser().parse("[]") == [])
        #expect(try ReportParser().parse("{\"reports\": []}") == [])
    }

    @Test func everyCutOffAnswerIsMalformed() throws {
        let answer = "[\(Self.report),\(Self.report)]"
        for length in 1..<answer.count {
            let error = #expect(throws: ReportParsingError.self) {
                try ReportParser().parse(String(answer.prefix(length)))
            }
            #expect(error?.kind == .malformed)
        }
    }

    @Test(arguments: [
        "", "I cannot read this.", "[not json]", "[{\"vote_results\": [1 2]}]", "[{]}", "{\"vote_results\": nope}",
        "[\(report)] or rather [\(report.replacing("12", with: "13"))]",
        "{\"a\": \"unclosed}",
        "\(report) or rather \(report.replacing("12", with: "13"))",
        "[\(report.replacing(":12", with: ":12,\"vote_count\":13"))]",
        "[\(report.replacing(":12", with: ":12,\"vote\\u005fcount\":13"))]",
        "{\"reports\":[\(report)],\"reports\":[]}",
    ])
    func whatHoldsNoWholeAnswerIsMalformed(answer: String) throws {
        let error = #expect(throws: ReportParsingError.self) { try ReportParser().parse(answer) }
        #expect(error?.kind == .malformed)
        #expect(error?.issues == [])
    }

    @Test(arguments: [
        ("\"12a\"", "expected a whole number, got \"12a\""),
        ("\"1 2\"", "expected a whole number, got \"1 2\""),
        ("1.5", "expected a whole number, got 1.5"),
        ("1.234", "expected a whole number, got 1.234"),
        ("12.000", "expected a whole number, got \(JSONValue.double(12).text)"),
        ("1e3", "expected a whole number, got \(JSONValue.double(1_000).text)"),
        ("true", "expected a whole number, got true"),
        ("[12]", "expected a whole number, got a list"),
        ("\"12 or 13\"", "expected a whole number, got \"12 or 13\""),
        ("\"0.123\"", "expected a whole number, got \"0.123\""),
        ("1234567890123", "expected a whole number, got 1234567890123"),
        ("\"?\"", "expected a whole number, got \"?\""),
    ])
    func whatIsNotClearlyANumberIsAnIssue(count: String, message: String) throws {
        let answer = "[\(Self.report),\(Self.report.replacing("12", with: count))]"
        let error = #expect(throws: ReportParsingError.self) { try ReportParser().parse(answer) }
        #expect(error?.kind == .schema)
        #expect(error?.issues == [SchemaIssue(path: "$[1].vote_results[0].vote_count", message: message)])
        #expect(error?.message.contains("12a") == false)
    }

    @Test func allIssuesAreToldAtOnceUpToABound() throws {
        let two = #"{"form_info":{"province":true},"ballot_statistics":[],"vote_results":[{"number":"x"},7,null]}"#
        let error = #expect(throws: ReportParsingError.self) { try ReportParser().parse(two) }
        #expect(
            error?.issues.map(\.path) == [
                "$[0].form_info.province", "$[0].ballot_statistics", "$[0].vote_results[0].number",
                "$[0].vote_results[1]", "$[0].vote_results[2]",
            ]
        )
        let rows = Array(repeating: #"{"number":"x"}"#, count: 80).joined(separator: ",")
        let many = #expect(throws: ReportParsingError.self) { try ReportParser().parse("{\"vote_results\":[\(rows)]}") }
        #expect(many?.issues.count == 50)
        #expect(many?.message.hasSuffix("and 79 more") == true)
    }

    @Test func jsonOfAnotherKindIsASchemaError() throws {
        let error = #expect(throws: ReportParsingError.self) { try ReportParser().parse(#"{"error": "no form seen"}"#) }
        #expect(error?.kind == .schema)
        #expect(error?.issues.first?.path == "$[0]")
    }

    @Test func listsAreBounded() throws {
        let reports = Array(repeating: Self.report, count: 65).joined(separator: ",")
        #expect(throws: ReportParsingError.self) { try ReportParser().parse("[\(reports)]") }
        let rows = Array(repeating: Self.row, count: 1_001).joined(separator: ",")
        let error = #expect(throws: ReportParsingError.self) {
            try ReportParser().parse("{\"vote_results\":[\(rows)]}")
        }
        #expect(error?.issues.map(\.path) == ["$[0].vote_results"])
    }

    @Test func negativeNumbersAndThousandsAreRead() throws {
        for (text, count) in [("-5", -5), ("\"-5\"", -5), ("\"1,234\"", 1_234), ("\"1.234\"", 1_234)] {
            let reports = try ReportParser().parse(Self.report.replacing("12", with: text))
            #expect(reports[0].voteResults[0].voteCount == count)
        }
    }

    @Test func stationDigitsBecomeASCIIAndNumbersText() throws {
        let answer = #"[{"form_info":{"polling_station_number":"๕","date":2566,"form_type":"party list"}}]"#
        let form = try ReportParser().parse(answer)[0].formInfo
        #expect(form.pollingStationNumber == "5")
        #expect(form.date == "2566")
        #expect(form.formType == .partyList)
    }

    @Test func randomBytesNeverCrashIt() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "[", "]", "{", "}", "\"", "\\", ",", ":", "1", "๑", "null", "vote_results", "\u{200B}", "e\u{301}", " ",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            _ = try? ReportParser().parse(text.joined())
        }
    }
}
