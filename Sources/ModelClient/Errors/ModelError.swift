// SPDX-License-Identifier: Apache-2.0

/// Why a model gave no usable answer.
public struct ModelError: ClassifiedError {
    /// The kind of failure; decides what happens next.
    public var errorClass: ErrorClass
    /// What was wrong and what to do; never holds prompt, document text or keys.
    public var message: String
    /// The HTTP status of the answer, if there was one.
    public var httpStatus: Int?
    /// How long the provider asks us to wait, if it says so.
    public var retryAfter: Duration?
    /// The provider's name for this call, for their support.
    public var requestID: String?
    /// The provider's finish or block reason, as it spells it.
    public var finishReason: String?
    /// Tokens spent although the call failed.
    public var usage: TokenUsage
    /// What the model wrote, where it cannot be used; it may hold text of documents, so it is told only where that may be.
    public var answer: String?
    /// Whether the provider was not asked at all, since the model's gate let nobody through.
    public var isUnasked = false

    /// Makes an error; all but class and message are optional.
    public init(
        _ errorClass: ErrorClass,
        _ message: String,
        httpStatus: Int? = nil,
        retryAfter: Duration? = nil,
        requestID: String? = nil,
        finishReason: String? = nil,
        usage: TokenUsage = .zero
    ) {
        self.errorClass = errorClass
        self.message = message
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.finishReason = finishReason
        self.usage = usage
    }

    /// Whether a later run may succeed.
    public var isRetriable: Bool { errorClass.policy.allowsLaterRun(after: retryAfter) }
}
