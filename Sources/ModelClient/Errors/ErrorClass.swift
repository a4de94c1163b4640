// SPDX-License-Identifier: Apache-2.0

/// The name of a kind of failure, as it appears in `error.type` on spans, in dead letters and in metrics.
///
/// The names are public and stable; what to do about each is in ``policy``.
public struct ErrorClass: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The dotted name, such as `llm.rate_limited`.
    public let rawValue: String

    /// Makes a class from its dotted name; a name without a row in the policy table gets the policy of ``internal``.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The dotted name.
    public var description: String { rawValue }
}

extension ErrorClass {
    /// A file that does not exist (any more).
    public static let inputNotFound = ErrorClass(rawValue: "input.not_found")
    /// A file that may not be read, such as an expired signed URL.
    public static let inputForbidden = ErrorClass(rawValue: "input.forbidden")
    /// A file whose store failed for the moment.
    public static let inputTransient = ErrorClass(rawValue: "input.transient")
    /// A file, page count or job over a limit.
    public static let inputTooLarge = ErrorClass(rawValue: "input.too_large")
    /// A request or file of a kind that is not handled.
    public static let inputUnsupported = ErrorClass(rawValue: "input.unsupported")
    /// A file that cannot be decoded.
    public static let inputCorrupt = ErrorClass(rawValue: "input.corrupt")
    /// A file whose content is not the one that was announced.
    public static let inputHashMismatch = ErrorClass(rawValue: "input.hash_mismatch")
    /// A source that the configuration does not let us read.
    public static let inputRefused = ErrorClass(rawValue: "input.refused")
    /// A page that is sealed with a key that the worker does not have.
    public static let inputKeyMissing = ErrorClass(rawValue: "input.key_missing")

    /// Our own quota per minute is used up.
    public static let rateLimited = ErrorClass(rawValue: "llm.rate_limited")
    /// The provider has no capacity for the moment.
    public static let capacity = ErrorClass(rawValue: "llm.capacity")
    /// A quota that only comes back on another day, or with another bill.
    public static let quotaExhausted = ErrorClass(rawValue: "llm.quota_exhausted")
    /// The provider failed, could not be reached or broke off.
    public static let server = ErrorClass(rawValue: "llm.server")
    /// The provider took longer than it was given.
    public static let timeout = ErrorClass(rawValue: "llm.timeout")
    /// The provider does not accept our key.
    public static let auth = ErrorClass(rawValue: "llm.auth")
    /// The provider, or our list of providers, has no such model.
    public static let modelNotFound = ErrorClass(rawValue: "llm.model_not_found")
    /// The provider refuses the shape of our request.
    public static let badConfig = ErrorClass(rawValue: "llm.bad_config")
    /// The request has more tokens than the model takes.
    public static let contextWindow = ErrorClass(rawValue: "llm.context_window")
    /// A content filter stopped the request or the answer.
    public static let safetyBlock = ErrorClass(rawValue: "llm.safety_block")
    /// The model declined to answer.
    public static let refusal = ErrorClass(rawValue: "llm.refusal")
    /// The provider stopped the answer because it repeated known text.
    public static let recitation = ErrorClass(rawValue: "llm.recitation")
    /// The answer reached the limit of output tokens.
    public static let truncated = ErrorClass(rawValue: "llm.truncated")
    /// An answer without content.
    public static let empty = ErrorClass(rawValue: "llm.empty")
    /// A streamed answer that broke off before the model had finished.
    public static let incomplete = ErrorClass(rawValue: "llm.incomplete")
    /// A streamed answer that repeated itself and was given up.
    public static let loop = ErrorClass(rawValue: "llm.loop")
    /// One of two calls for the same answer, given up because the other one decided; never the end of a run.
    public static let superseded = ErrorClass(rawValue: "llm.superseded")

    /// An answer that is not JSON, even after repair.
    public static let outputMalformed = ErrorClass(rawValue: "output.malformed")
    /// An answer that is JSON of the wrong shape.
    public static let outputSchema = ErrorClass(rawValue: "output.schema")
    /// An answer whose numbers contradict each other; of a call, never the end of a run.
    public static let outputDomain = ErrorClass(rawValue: "output.domain")

    /// The budget of the job or the day is spent, or too little is left of it for a call.
    public static let budgetExceeded = ErrorClass(rawValue: "budget.exceeded")
    /// The job's deadline has passed.
    public static let jobDeadline = ErrorClass(rawValue: "job.deadline")
    /// The worker that held the job vanished.
    public static let workerCrash = ErrorClass(rawValue: "worker.crash")
    /// The worker is stopping and the run was cancelled.
    public static let workerShutdown = ErrorClass(rawValue: "worker.shutdown")
    /// The worker has as many transfers under way as it can; nobody else was asked.
    public static let workerOverloaded = ErrorClass(rawValue: "worker.overloaded")
    /// A surprise of our own.
    public static let `internal` = ErrorClass(rawValue: "internal")
}
