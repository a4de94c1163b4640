// SPDX-License-Identifier: Apache-2.0

public import LLMObservability
public import ModelClient

/// Why a job has no result, and what it has cost so far.
public struct ExtractionError: ClassifiedError {
    /// The kind of failure; its policy says whether the job runs again.
    public var errorClass: ErrorClass
    /// What was wrong, where and what to do; never holds document text, prompts or keys.
    public var message: String
    /// The step that failed.
    public var stage: ExtractionStage
    /// How long to wait at least before the next run, if someone said so.
    public var retryAfter: Duration?
    /// Whether the last one to help was not asked at all, since a gate or breaker let nobody through.
    public var isUnasked = false
    /// What the last model wrote, where it cannot be used; it may hold text of documents, so it is told only where that may
    /// be.
    public var answer: String?
    /// Which prompt was used; nil before a pipeline has the job.
    public var prompt: PromptSummary?
    /// The run's calls to models, in order.
    public var attempts: [ExtractionAttempt] = []
    /// Tokens over all calls of the run.
    public var usage: TokenUsage = .zero
    /// The workflow's span of LLM Observability; nil where that is not enabled.
    public var workflowSpan: LLMObs.ExportedSpan?
    /// The error this one was made of.
    public var underlying: (any Error)?

    /// Makes an error; the pipeline adds attempts and usage.
    public init(
        _ errorClass: ErrorClass,
        _ message: String,
        stage: ExtractionStage,
        retryAfter: Duration? = nil,
        underlying: (any Error)? = nil
    ) {
        self.errorClass = errorClass
        self.message = message
        self.stage = stage
        self.retryAfter = retryAfter
        self.underlying = underlying
    }

    /// What all calls of the run cost, in millionths of a US dollar; nil when that of one of them is not known.
    public var cost: Int64? { attempts.cost }

    /// What to do with the job.
    public var policy: ErrorPolicy { errorClass.policy }

    /// Whether a later run of the job may succeed.
    public var isRetriable: Bool { policy.allowsLaterRun(after: retryAfter) }
}
