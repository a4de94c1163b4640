// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import Extraction
@testable import ExtractionStudy

@Suite(.enabled(if: GroundTruth.isPresent, "needs the shared sheets with their ground truth"))
struct GroundTruthTests {
    /// The American precincts print no total that their votes add up to: no alarm, but nothing vouches for them either.
    @Test func correctSheetsRaiseNoAlarm() throws {
        for sheet in try GroundTruth.sheets() {
            let validation = ReportValidator().validate(sheet.reports)
            #expect(validation.failures.map(\.name) == [], "\(sheet.name)")
            #expect(validation.score == 1)
            let passed = validation.passed
            #expect(passed == !sheet.name.hasPrefix("us_"), "\(sheet.name)")
        }
    }

    @Test func everyNumberWordIsUnderstood() throws {
        var count = 0
        for row in try GroundTruth.sheets().flatMap(\.reports).flatMap(\.voteResults) {
            guard let words = row.voteCountText else { continue }
            #expect(NumberWords.value(of: words) == row.voteCount, "\(words)")
            count += 1
        }
        #expect(count > 40)
    }

    @Test func theChecksThatTheSheetsAllowDoApply() throws {
        for sheet in try GroundTruth.sheets() where sheet.name.hasPrefix("th_") {
            let passed = ReportValidator().validate(sheet.reports).checks.filter { $0.outcome == .passed }.map(\.rule)
            let expected = ["ballot_match", "votes_match_good_ballots", "digits_match_words", "candidate_numbers"]
            #expect(Set(expected).isSubset(of: passed), "\(sheet.name)")
        }
    }

    @Test func reportsSurviveWritingAndParsing() throws {
        for sheet in try GroundTruth.sheets() {
            let text = JSONValue.array(sheet.reports.map(\.json)).text
            #expect(try ReportParser().parse("```json\n\(text)\n```") == sheet.reports)
        }
    }
}
