// SPDX-License-Identifier: Apache-2.0

public import JSON
public import ModelClient

/// What a job asks for.
public struct ExtractionRequest: Sendable {
    /// The job's id; nil where there is none. An answer that nobody accepted is kept for the same job only.
    public var jobID: String?
    /// The pages, in order.
    public var files: [SourceFile]
    /// The model to ask first; nil for the configured one.
    public var model: String?
    /// The models to ask next; nil for the configured ones.
    public var fallbackModels: [String]?
    /// How the model picks its words.
    public var sampling: SamplingParameters
    /// What the producer knows already, such as the candidates; used by the prompt and the checks.
    public var context: JSONValue?
    /// Whether another model may be asked after a content filter or a refusal.
    public var allowsSafetyFallback: Bool
    /// What all calls for the job may cost together, over all of its runs; nil for any amount.
    public var budget: JobBudget?
    /// Whether a late answer may cost a second call, see ``ExtractionConfiguration/hedgeAfter``: only where no other run
    /// follows this one, and no earlier one has had such a call.
    public var allowsHedge = false

    /// Makes a request.
    public init(
        jobID: String? = nil,
        files: [SourceFile],
        model: String? = nil,
        fallbackModels: [String]? = nil,
        sampling: SamplingParameters = SamplingParameters(),
        context: JSONValue? = nil,
        allowsSafetyFallback: Bool = false,
        budget: JobBudget? = nil
    ) {
        self.jobID = jobID
        self.files = files
        self.model = model
        self.fallbackModels = fallbackModels
        self.sampling = sampling
        self.context = context
        self.allowsSafetyFallback = allowsSafetyFallback
        self.budget = budget
    }
}
