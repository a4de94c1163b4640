// SPDX-License-Identifier: Apache-2.0

public import JSON
public import LLMObservability

/// What came of one record.
public struct RecordResult: Sendable, Hashable {
    /// The record's id.
    public let recordID: String
    /// The record's place in the dataset, from 0.
    public let index: Int
    /// What went into the task.
    public let input: JSONValue
    /// What came out; nil if the task failed.
    public let output: JSONValue?
    /// What should have come out, if anybody knows.
    public let expectedOutput: JSONValue?
    /// Why the task failed.
    public let error: RecordError?
    /// What the evaluators say, by their names.
    public internal(set) var evaluations: [String: EvaluatorOutcome]
    /// When the task started, in Unix milliseconds.
    public let startedAt: Int64
    /// How long the task took, in milliseconds.
    public let milliseconds: Double
    /// The record's span; nil while LLM Observability is disabled.
    public internal(set) var span: LLMObs.ExportedSpan?

    /// Whether an evaluator failed.
    var hasFailedEvaluations: Bool { evaluations.values.contains { $0.error != nil } }
}
