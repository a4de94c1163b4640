// SPDX-License-Identifier: Apache-2.0

public import LLMObservability
public import ModelClient

/// What a run made of a job's pages.
public struct ExtractionResult: Sendable {
    /// How sure the result is.
    public enum Status: String, Sendable, Hashable {
        /// Every check that applies has passed, and in each report at least one compared the votes with another number.
        case succeeded
        /// The numbers contradict each other even after asking again, or nothing vouches for them; a person must look.
        case needsReview = "needs_review"
    }

    /// The forms, in the order of their pages.
    public let reports: [TallyReport]
    /// How the numbers agree.
    public let validation: ValidationReport
    /// Which model was asked for and which has answered.
    public let model: ModelSummary
    /// Which prompt was used.
    public let prompt: PromptSummary
    /// Every call of the run, failed ones included.
    public let attempts: [ExtractionAttempt]
    /// How many pages were read.
    public let pages: Int
    /// What identifies the input: one file's SHA-256; of several, that of their digests joined by line feeds.
    public let inputSHA256: String
    /// The SHA-256 of each of the job's files, in order.
    public let fileSHA256: [String]
    /// The time of each stage, re-asks included.
    public let timings: [ExtractionStage: Duration]
    /// The time of the whole run.
    public let duration: Duration
    /// Whether an earlier run's answer was used again: no model was asked, and nothing paid.
    public let isCached: Bool
    /// The workflow's span of LLM Observability, for evaluations and feedback; nil where that is not enabled.
    public internal(set) var workflowSpan: LLMObs.ExportedSpan?

    /// How sure the result is.
    public var status: Status { validation.passed ? .succeeded : .needsReview }

    /// Tokens over all calls, failed ones included.
    public var usage: TokenUsage { attempts.usage }

    /// What all calls cost, in millionths of a US dollar; nil when that of one of them is not known.
    public var cost: Int64? { isCached ? 0 : attempts.cost }
}
