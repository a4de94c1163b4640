// SPDX-License-Identifier: Apache-2.0

/// How a call that a gate let through has ended.
public struct GateOutcome: Sendable, Hashable {
    /// Tokens that were used; nil when nobody knows.
    public var usedTokens: Int?
    /// Why the call failed; nil for an answer.
    public var errorClass: ErrorClass?
    /// How long the provider asked to be left alone.
    public var retryAfter: Duration?
    /// How long the call took; nil when nobody knows.
    public var time: Duration?

    /// Makes an outcome.
    public init(
        usedTokens: Int?,
        errorClass: ErrorClass? = nil,
        retryAfter: Duration? = nil,
        time: Duration? = nil
    ) {
        self.usedTokens = usedTokens
        self.errorClass = errorClass
        self.retryAfter = retryAfter
        self.time = time
    }
}
