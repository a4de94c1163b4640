// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One question to a model.
public struct ModelRequest: Sendable {
    /// The model's name, which also picks the provider.
    public var model: String
    /// What the model is shown, in order, as one user turn.
    public var parts: [ModelPart]
    /// The shape of the wanted answer as Gemini's `responseSchema` says it; nil leaves the shape open.
    ///
    /// Other providers get it as JSON Schema, within what each supports. An answer that is not an object, which those
    /// cannot ask for, comes back as asked for all the same.
    public var responseSchema: JSONValue?
    /// How the model picks its words.
    public var sampling: SamplingParameters
    /// The most time the whole call may take.
    public var timeout: Duration
    /// When the answer is of no use any more: the call ends by then, however long ``timeout`` is. Nil for never.
    public var deadline: ContinuousClock.Instant?
    /// What all calls for the job may cost together; nil for any amount.
    public var budget: JobBudget?
    /// Whether the answer is taken as it is written, and how long it may pause; nil asks for it in one piece.
    ///
    /// A streamed answer that stalls or runs in circles is given up early instead of being paid for to its end.
    public var streaming: StreamingTimeouts?
    /// Whether another call has decided what this one was for. If it is cancelled then, it ends with
    /// ``ErrorClass/superseded`` instead of ``ErrorClass/workerShutdown``.
    public var isSuperseded: @Sendable () -> Bool = { false }

    /// Makes a request for a JSON answer.
    public init(
        model: String,
        parts: [ModelPart],
        responseSchema: JSONValue? = nil,
        sampling: SamplingParameters = SamplingParameters(),
        timeout: Duration = .seconds(120),
        deadline: ContinuousClock.Instant? = nil,
        budget: JobBudget? = nil,
        streaming: StreamingTimeouts? = nil
    ) {
        self.model = model
        self.parts = parts
        self.responseSchema = responseSchema
        self.sampling = sampling
        self.timeout = timeout
        self.deadline = deadline
        self.budget = budget
        self.streaming = streaming
    }

    /// The time that is left for the call.
    var timeLimit: Duration {
        guard let deadline else { return timeout }
        return max(.milliseconds(1), min(timeout, deadline - .now))
    }

    /// How many files the model is shown.
    public var fileCount: Int {
        parts.count { part in
            if case .data = part { true } else { false }
        }
    }
}
