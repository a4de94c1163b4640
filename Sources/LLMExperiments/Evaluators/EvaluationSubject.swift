// SPDX-License-Identifier: Apache-2.0

public import JSON
public import LLMObservability

/// What an evaluator judges: what a task made of a record.
public struct EvaluationSubject: Sendable {
    /// The record's id.
    public let recordID: String
    /// What went into the task.
    public let input: JSONValue
    /// What came out; nil if the task failed.
    public let output: JSONValue?
    /// What should have come out, if anybody knows.
    public let expectedOutput: JSONValue?
    /// What else the dataset says of the record.
    public let metadata: JSONObject
    /// Why the task failed.
    public let error: RecordError?
    /// How long the task took.
    public let duration: Duration
    /// The record's span; nil while LLM Observability is disabled.
    public let span: LLMObs.ExportedSpan?

    /// A subject, for testing evaluators.
    public init(
        recordID: String = "",
        input: JSONValue = .null,
        output: JSONValue?,
        expectedOutput: JSONValue? = nil,
        metadata: JSONObject = [:],
        error: RecordError? = nil,
        duration: Duration = .zero,
        span: LLMObs.ExportedSpan? = nil
    ) {
        self.recordID = recordID
        self.input = input
        self.output = output
        self.expectedOutput = expectedOutput
        self.metadata = metadata
        self.error = error
        self.duration = duration
        self.span = span
    }
}
