// SPDX-License-Identifier: Apache-2.0

/// How fast one model of one provider may be asked.
public struct GateLimits: Sendable, Hashable {
    /// Calls per minute; nil means as many as the provider lets through.
    public var requestsPerMinute: Int?
    /// Tokens per minute, those of questions and answers together; nil means as many as the provider lets through.
    public var tokensPerMinute: Int?

    /// Makes limits.
    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// No limits of our own.
    public static let unlimited = GateLimits()
}
