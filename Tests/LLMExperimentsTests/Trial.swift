// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Synchronization

@testable import LLMExperiments

/// An experiment whose task doubles numbers, and fails on negative ones.
struct Trial {
    struct Negative: Error {}

    let dataset: Dataset
    /// The inputs of the task's calls, in their order.
    let calls = Calls()

    final class Calls: Sendable {
        private let inputs = Mutex<[Int]>([])

        var all: [Int] { inputs.withLock { $0 } }

        func add(_ input: Int) { inputs.withLock { $0.append(input) } }
    }

    init(_ inputs: [Int]) throws {
        let records = inputs.enumerated().map { index, input in
            DatasetRecord(id: "r\(index)", input: .integer(Int64(input)), expectedOutput: .integer(Int64(2 * input)))
        }
        dataset = try Dataset(name: "numbers", records: records)
    }

    func experiment(
        configuration: JSONObject = [:],
        evaluators: [Evaluator] = [.boolean("exact") { $0.output == $0.expectedOutput }],
        summaryEvaluators: [SummaryEvaluator] = []
    ) throws -> Experiment {
        try Experiment(
            name: "doubling",
            dataset: dataset,
            configuration: configuration,
            evaluators: evaluators,
            summaryEvaluators: summaryEvaluators
        ) { [calls] input in
            let number = input.value.intValue ?? 0
            calls.add(number)
            guard number >= 0 else { throw Negative() }
            return .integer(Int64(2 * number))
        }
    }

    func run(
        sampleSize: Int? = nil,
        jobs: Int = 1,
        _ change: (inout RunOptions) -> Void = { _ in }
    ) async throws -> ExperimentRun {
        var options = RunOptions()
        change(&options)
        return try await LLMObs.withClient(nil) {
            try await experiment().run(sampleSize: sampleSize, jobs: jobs, options: options)
        }
    }
}
