// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON
import LLMExperiments
import LLMObservability

/// The reference program `experiments.py`, in Swift.
struct ExperimentScenario {
    let recording: PlatformRecording
    var hasErrors = false

    /// An error with the name that Python gives its own.
    struct Failure: Error, DatadogErrorDescribing {
        let errorType: String
        let errorMessage: String
    }

    func dataset() throws -> Dataset {
        let ids = recording.insertedIDs
        return try Dataset(
            name: "forms",
            description: "three forms",
            records: [
                DatasetRecord(
                    id: ids[0],
                    input: ["form": "a"],
                    expectedOutput: ["votes": 1],
                    metadata: ["tps": 7],
                    tags: ["region:eu"]
                ),
                DatasetRecord(id: ids[1], input: ["form": "b"], expectedOutput: ["votes": 2]),
                DatasetRecord(id: ids[2], input: ["form": "c"], expectedOutput: "three"),
            ]
        )
    }

    func experiment(_ dataset: Dataset) throws -> Experiment {
        try Experiment(
            name: "vote-extraction-gemini-2.5-flash",
            description: "seed pattern 3",
            dataset: dataset,
            configuration: ["model": "gemini-2.5-flash", "temperature": 0.0],
            tags: ["team": "votes"],
            evaluators: Self.evaluators + (hasErrors ? [Self.broken] : []),
            summaryEvaluators: [
                SummaryEvaluator("accuracy") { results in
                    let right = results.count { $0.evaluations["exact"]?.judgement?.value == .boolean(true) }
                    return .score(Double(right) / Double(results.count))
                }
            ]
        ) { [hasErrors] input in
            let form = input.value["form"]?.stringValue ?? ""
            LLMObs.llm("extract", model: "gemini-2.5-flash", provider: "google") { span in
                span.annotate(input: [LLMObs.Message(stringLiteral: "read " + form)])
                span.annotate(output: ["1"])
                span.annotate(usage: .init(input: 3, output: 1, total: 4))
            }
            if hasErrors, form == "b" {
                throw Failure(errorType: "builtins.RuntimeError", errorMessage: "model down")
            }
            return ["votes": 1]
        }
    }

    private static let evaluators: [Evaluator] = [
        .boolean("exact") { $0.output == $0.expectedOutput },
        .score("score") { _ in 0.5 },
        .categorical("label") { _ in "Good" },
        Evaluator("rich") { _ in
            Judgement(.score(0.9), reasoning: "close", assessment: .pass, metadata: ["d": 1], tags: ["t": "v"])
        },
    ]

    private static let broken = Evaluator("broken") { _ in
        throw Failure(errorType: "ValueError", errorMessage: "evaluator bug")
    }
}
