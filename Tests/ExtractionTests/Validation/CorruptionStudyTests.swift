// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import Extraction

@Suite struct CorruptionStudyTests {
    private static func samples() -> [TallyReport] {
        var random = SeededGenerator(seed: 69)
        return [2, 5, 6, 8, 14].map { ReportSamples.complete(rows: $0, using: &random) }
    }

    @Test func everyMisreadCountOfACompleteSheetIsFlagged() throws {
        var study = CorruptionStudy()
        for report in Self.samples() { try study.add([report]) }
        print(study.summary("Complete sheets with words, no context"))
        #expect(study.byField["vote_count"]?.value == 1)
        #expect(study.byField["number"]?.value == 1)
        for field in ["good_ballots", "bad_ballots", "no_vote_ballots", "ballots_used", "voters_present"] {
            #expect(study.byField[field]?.value == 1, "\(field)")
        }
        for field in ["ballots_allocated", "ballots_remaining"] {
            #expect(study.byField[field]?.value == 1, "\(field)")
        }
    }

    @Test func withWhatTheProducerKnowsEveryMisreadNumberIsFlagged() throws {
        var study = CorruptionStudy()
        for report in Self.samples() { try study.add([report], context: ReportSamples.context(of: report)) }
        print(study.summary("Complete sheets with words, with context"))
        #expect(study.misread.value >= 0.99)
    }

    @Test func twoFormsOfOneStationCheckEachOther() throws {
        var random = SeededGenerator(seed: 70)
        let first = ReportSamples.complete(rows: 6, using: &random)
        var second = ReportSamples.complete(rows: 9, using: &random, form: .partyList)
        let most = max(first.ballotStatistics.ballotsUsed ?? 0, second.ballotStatistics.ballotsUsed ?? 0) + 7
        second.voterStatistics.eligibleVoters = most
        var other = first
        other.voterStatistics.eligibleVoters = most
        var study = CorruptionStudy()
        try study.add([other, second])
        print(study.summary("Both forms of one station, no context"))
        #expect(study.misread.value >= 0.99)
    }

    @Test(.enabled(if: GroundTruth.isPresent, "needs the shared sheets with their ground truth"))
    func realSheetsWithWords() throws {
        for prefix in ["th_", "id_", "us_"] {
            var study = CorruptionStudy()
            for sheet in try GroundTruth.sheets() where sheet.name.hasPrefix(prefix) {
                try study.add(sheet.reports, every: 13)
            }
            print(study.summary("Real sheets \(prefix)*, no context"))
            guard prefix == "th_" else { continue }
            #expect(study.byField["vote_count"]?.value == 1)
            #expect(study.byField["good_ballots"]?.value == 1)
        }
    }
}
