// SPDX-License-Identifier: Apache-2.0

/// A complete answer of a model.
public struct ModelResponse: Sendable {
    /// The visible text, thoughts left out; never empty.
    public var text: String
    /// The provider's finish reason, as it spells it.
    public var finishReason: String
    /// Tokens of this call.
    public var usage: TokenUsage
    /// The provider's name for this call, for their support.
    public var requestID: String?
    /// The model that answered, as the provider names it.
    public var model: String

    /// Makes a response.
    public init(text: String, finishReason: String, usage: TokenUsage, requestID: String?, model: String) {
        self.text = text
        self.finishReason = finishReason
        self.usage = usage
        self.requestID = requestID
        self.model = model
    }
}
