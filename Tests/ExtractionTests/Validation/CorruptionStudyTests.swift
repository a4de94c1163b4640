// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import TestSupport
import Testing

@testable import ExtractionStudy

/// The study in little; `scripts/study-corruption` is the long one.
@Suite struct CorruptionStudyTests {
    private static let sumsAndWords = [
        "vote_count", "vote_count_text", "number", "good_ballots", "bad_ballots", "no_vote_ballots", "ballots_used",
        "voters_present", "ballots_allocated", "ballots_remaining",
    ]

    private static func study(
        _ kind: SheetSample.Kind,
        knowing aid: CorruptionStudy.Aid,
        sheets: Int,
        every step: Int = 1
    ) throws
        -> CorruptionStudy
    {
        var random = SeededGenerator(seed: TestSeed.value(otherwise: 69))
        var study = CorruptionStudy(title: kind.rawValue, profile: kind.profile)
        for _ in 0..<sheets { try study.add(SheetSample(kind, using: &random), knowing: aid, every: step) }
        print(study.summary)
        return study
    }

    @Test func everyFaultInWhatAddsUpIsNoticed() throws {
        let study = try Self.study(.constituency, knowing: .nothing, sheets: 5)
        for field in Self.sumsAndWords {
            #expect(study.byField[field]?.share == 1, "\(field)")
        }
    }

    @Test(arguments: SheetSample.Kind.allCases)
    func singleFaultsAreNoticed(kind: SheetSample.Kind) throws {
        let isLong = kind == .partyList
        let study = try Self.study(kind, knowing: kind.aidForGoal, sheets: isLong ? 2 : 4, every: isLong ? 17 : 5)
        #expect(study.falseAlarms == 0)
        #expect(study.unvouched == 0)
        #expect(study.singleField.total > 100)
        #expect(study.singleField.share >= CorruptionCommand.goal)
    }

    /// Rows that were exchanged whole, digits and words, add up: only another reading shows it.
    @Test func aSecondReadingShowsWhatAddsUp() throws {
        let alone = try Self.study(.constituency, knowing: .context, sheets: 2)
        let compared = try Self.study(.constituency, knowing: .secondReading, sheets: 2)
        #expect(alone.byKind[.swappedVotes]?.caught == 0)
        #expect(compared.byKind.values.allSatisfy { $0.share == 1 })
    }

    @Test func twoFormsOfOneStationCheckEachOther() throws {
        let study = try Self.study(.bothForms, knowing: .nothing, sheets: 2, every: 7)
        #expect(study.singleField.share >= CorruptionCommand.goal)
    }

    @Test(arguments: SheetSample.Kind.allCases)
    func correctSheetsRaiseNoAlarm(kind: SheetSample.Kind) throws {
        var random = SeededGenerator(seed: TestSeed.value(otherwise: 70))
        for _ in 0..<50 {
            let sheet = SheetSample(kind, using: &random)
            for context in [nil, sheet.context] {
                let validation = ReportValidator(profile: kind.profile).validate(sheet.reports, context: context)
                #expect(validation.failures.map(\.detail) == [])
                #expect(validation.passed)
            }
        }
    }

    @Test(.enabled(if: GroundTruth.isPresent, "needs the shared sheets with their ground truth"))
    func realSheets() throws {
        for (name, sheets) in try GroundTruth.byCountry() {
            var study = CorruptionStudy(title: name)
            for sheet in sheets { try study.add(sheet, every: 13) }
            print(study.summary)
            #expect(study.falseAlarms == 0)
            guard name == "Thai" else { continue }
            #expect(study.byField["vote_count"]?.share == 1)
            #expect(study.byField["good_ballots"]?.share == 1)
        }
    }
}
