// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

/// The `model` member of a result.
public struct ModelSummary: Sendable, Hashable {
    /// The model that was to be asked first.
    public let requested: String
    /// The model whose answer is the result.
    public let used: String
    /// The provider of that model.
    public let provider: String
    /// Why that model stopped, as the provider spells it.
    public let finishReason: String
    /// The provider's name for the call.
    public let requestID: String?

    /// Whether the result comes from another model than the one asked for.
    public var fallbackUsed: Bool { requested != used }

    init(requested: String, answer: ModelAnswer) {
        self.requested = requested
        used = answer.model
        provider = answer.provider
        finishReason = answer.response.finishReason
        requestID = answer.response.requestID
    }

    var json: JSONValue {
        [
            "requested": .string(requested),
            "used": .string(used),
            "fallback_used": .bool(fallbackUsed),
            "provider": .string(provider),
            "finish_reason": .string(finishReason),
            "request_id": requestID.map { .string($0) } ?? .null,
        ]
    }
}
