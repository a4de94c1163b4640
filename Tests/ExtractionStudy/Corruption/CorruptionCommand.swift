// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction
import TestSupport

/// Prints the study; ends with status 1 if the goal is missed.
struct CorruptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corruption",
        abstract: "Brings single faults into correct sheets and counts those that validation notices.",
        discussion: """
            The sheets are made up, of each kind as many as asked for; real ones are added from the folder that \
            VOTE_EXTRACTOR_SHEETS names, or shared/sheets beside the checkout, where it exists.
            """
    )

    /// Of single faults in complete sheets, see ``SheetSample/Kind/aidForGoal``.
    static let goal = 0.99

    @Option(help: "Sheets of each kind.")
    var sheets = 100

    @Option(help: "The same seed makes the same sheets.")
    var seed: UInt64 = 1

    @Option(help: "Only kinds whose names hold this, such as printed.")
    var kind = ""

    func validate() throws {
        guard (1...10_000).contains(sheets) else {
            throw ValidationError("--sheets must be 1 to 10000")
        }
    }

    func run() async throws {
        var isMet = true
        for kind in SheetSample.Kind.allCases where self.kind.isEmpty || kind.rawValue.contains(self.kind) {
            var random = SeededGenerator(seed: seed)
            let samples = (0..<sheets).map { _ in SheetSample(kind, using: &random) }
            for aid in CorruptionStudy.Aid.allCases {
                let study = try Self.study(kind.rawValue, samples, kind.profile, aid)
                isMet =
                    isMet && study.falseAlarms == 0 && (aid != kind.aidForGoal || study.singleField.share >= Self.goal)
            }
        }
        for (name, samples) in try GroundTruth.byCountry() {
            let study = try Self.study("real, \(name)", samples, nil, .nothing)
            isMet = isMet && study.falseAlarms == 0
        }
        guard isMet else { throw ExitCode.failure }
    }

    private static func study(
        _ name: String,
        _ samples: [SheetSample],
        _ profile: ExtractionProfile?,
        _ aid: CorruptionStudy.Aid
    ) throws -> CorruptionStudy {
        var study = CorruptionStudy(title: "\(name), \(aid.rawValue)", profile: profile)
        for sample in samples { try study.add(sample, knowing: aid) }
        print(study.summary, terminator: "\n\n")
        return study
    }
}
