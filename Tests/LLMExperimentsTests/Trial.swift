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
        summaryEvaluators: [SummaryEvaluator] = [],
        during: @escaping @Sendable (Int) async -> Void = { _ in }
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
            await during(number)
            guard number >= 0 else { throw Negative() }
            return .integer(Int64(2 * number))
        }
    }

    func options(_ change: (inout RunOptions) -> Void) -> RunOptions {
        var options = RunOptions()
        change(&options)
        return options
    }

    func run(
        sampleSize: Int? = nil,
        jobs: Int = 1,
        _ change: (inout RunOptions) -> Void = { _ in }
    ) async throws -> ExperimentRun {
        let options = options(change)
        return try await LLMObs.withClient(nil) {
            try await experiment().run(sampleSize: sampleSize, jobs: jobs, options: options)
        }
    }
}
