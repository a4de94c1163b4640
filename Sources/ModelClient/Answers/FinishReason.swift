// SPDX-License-Identifier: Apache-2.0

/// What a provider's finish reason means for the answer.
enum FinishReason: Sendable {
    /// The model says it is done; whether there is text is another matter.
    case complete
    /// The answer must not be used.
    case stopped(ErrorClass, String)

    static let truncated = stopped(.truncated, "the answer reached the limit of output tokens; raise max_tokens")
    static let filtered = stopped(.safetyBlock, "a content filter stopped the answer")
    static let refused = stopped(.refusal, "the model declined to answer")
    static let recited = stopped(.recitation, "the answer repeated known text")
    static let unusable = stopped(.empty, "the model gave no usable answer")
    static let calledTool = stopped(.empty, "the model asked for a tool instead of answering")
    /// An unknown reason is likelier a new way to stop than a new way to succeed.
    static let unknown = stopped(.empty, "the model stopped for a reason we do not know")
}
