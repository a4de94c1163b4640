// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A task, run on the records of a dataset and judged by evaluators.
///
/// ```swift
/// let experiment = try Experiment(name: "extract", dataset: forms, evaluators: [exact]) { input in
///     try await model.read(input.value)
/// }
/// let run = try await experiment.run(sampleSize: 10, jobs: 2)
/// print(run.summaries)
/// ```
/// A run is one span, with a span for each record below it. What is sent of inputs and outputs is up to LLM
/// Observability's configuration, see `LLMObsConfiguration.capturesContent`.
public struct Experiment: Sendable {
    /// What people call it.
    public let name: String
    /// What it is about.
    public let description: String
    /// The records.
    public let dataset: Dataset
    /// The task's settings, such as the model; what is under `model` becomes the tag `experiment.model`.
    public let configuration: JSONObject
    /// Tags of all its records' spans.
    public let tags: [String: String]
    /// Rules for single records.
    public let evaluators: [Evaluator]
    /// Rules for all results together.
    public let summaryEvaluators: [SummaryEvaluator]
    /// The name of the records' spans.
    public let taskName: String
    /// Which task this is, beyond its settings, such as a fingerprint of the prompts and files that it reads: with its state
    /// file a run goes on from one of the same version only.
    public var version = ""
    let task: @Sendable (TaskInput) async throws -> JSONValue

    /// An experiment.
    ///
    /// - Parameters:
    ///   - taskName: the name of the records' spans.
    ///   - task: what is tried out; each call is a span's body, and what it throws is the record's error.
    public init(
        name: String,
        description: String = "",
        dataset: Dataset,
        configuration: JSONObject = [:],
        tags: [String: String] = [:],
        evaluators: [Evaluator],
        summaryEvaluators: [SummaryEvaluator] = [],
        taskName: String = "task",
        task: @escaping @Sendable (TaskInput) async throws -> JSONValue
    ) throws(ExperimentError) {
        guard !name.isEmpty else {
            throw ExperimentError(.invalidExperiment, "The experiment has no name: give it one.")
        }
        try Self.check(evaluators.map(\.name) + summaryEvaluators.map(\.name))
        self.name = name
        self.description = description
        self.dataset = dataset
        self.configuration = configuration
        self.tags = tags
        self.evaluators = evaluators
        self.summaryEvaluators = summaryEvaluators
        self.taskName = taskName
        self.task = task
    }

    private static func check(_ names: [String]) throws(ExperimentError) {
        var seen: Set<String> = []
        for name in names {
            guard !name.isEmpty, !name.contains(".") else {
                throw ExperimentError(
                    .invalidExperiment,
                    "An evaluator is called \"\(name)\": give it a name without a dot."
                )
            }
            guard seen.insert(name).inserted else {
                throw ExperimentError(.invalidExperiment, "Two evaluators are called \(name): rename one.")
            }
        }
    }
}

/// What a task is called with.
public struct TaskInput: Sendable {
    /// The record's id.
    public let recordID: String
    /// The record's input.
    public let value: JSONValue
    /// What else the dataset says of the record.
    public let metadata: JSONObject
    /// The experiment's settings.
    public let configuration: JSONObject
}
