// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Testing

@testable import LLMExperiments

@Suite struct ComparisonTests {
    /// A run whose records got these judgements.
    private func run(_ judgements: [[String: Judgement]]) -> ExperimentRun {
        let results = judgements.enumerated().map { index, judgements in
            RecordResult(
                recordID: "r\(index)",
                index: index,
                input: .null,
                output: .null,
                expectedOutput: nil,
                error: nil,
                evaluations: judgements.mapValues { .judged($0) },
                startedAt: 0,
                milliseconds: 0,
                span: nil
            )
        }
        let reference = RunReference(
            experiment: "e",
            dataset: "d",
            fingerprint: "",
            configuration: [:],
            recordIDs: results.map(\.recordID)
        )
        return ExperimentRun(
            id: "",
            reference: reference,
            startedAt: 0,
            endedAt: 0,
            results: results,
            platformExperimentID: nil
        )
    }

    @Test func recordByRecord() throws {
        let first = run([
            ["exact": .boolean(true), "score": .score(0.5)], ["exact": .boolean(false), "score": .score(0.5)],
            ["exact": .boolean(true), "score": .score(0.5)], ["exact": .boolean(false), "score": .score(0.5)],
            ["exact": .boolean(true)],
        ])
        let second = run([
            ["exact": .boolean(true), "score": .score(0.5)], ["exact": .boolean(true), "score": .score(0.75)],
            ["exact": .boolean(false), "score": .score(1)], ["exact": .notApplicable, "score": .score(0.25)],
        ])
        let comparison = RunComparison(first, second)
        #expect(comparison.changes == ["r0": .same, "r1": .improved, "r2": .mixed, "r3": .regressed])
        #expect(comparison.unmatched == ["r4"])
        let exact = try #require(comparison.evaluators.first)
        #expect(
            exact.name == "exact" && exact.pairs == 3 && exact.improved == 1 && exact.regressed == 1 && exact.same == 1
        )
        #expect(exact.first?.method == .wilson && exact.difference?.method == .bonettPrice && exact.pValue == 1)
        let score = comparison.evaluators[1]
        #expect(score.pairs == 4 && score.difference?.mean == 0.125 && score.difference?.method == .studentT)
        #expect(score.first?.mean == 0.5 && score.second?.mean == 0.625)
    }

    @Test func aRunAgainstItselfIsTheSame() async throws {
        let run = try await Trial([1, -1, 2]).run()
        let comparison = RunComparison(run, run)
        #expect(comparison.count(.same) == 3 && comparison.unmatched.isEmpty)
        #expect(comparison.evaluators.allSatisfy { $0.difference?.mean == 0 && $0.pValue == 1 })
    }
}
