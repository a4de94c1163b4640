// SPDX-License-Identifier: Apache-2.0

import JSON

/// Tokens that a call, or several together, have used.
public struct TokenUsage: Sendable, Hashable {
    /// Tokens of the request, cached ones included.
    public var prompt: Int
    /// Tokens of the visible answer.
    public var completion: Int
    /// The part of ``prompt`` that came from the provider's cache.
    public var cached: Int
    /// Tokens the model spent on thinking; not part of ``completion``.
    public var thinking: Int
    /// The provider's own total.
    public var total: Int
    /// Whether the provider did not tell all of it, so that the rest is reckoned: rather too much than too little.
    public var isEstimated = false

    /// Makes a usage; without a total it is prompt, completion and thinking together.
    public init(prompt: Int = 0, completion: Int = 0, cached: Int = 0, thinking: Int = 0, total: Int? = nil) {
        self.prompt = prompt
        self.completion = completion
        self.cached = cached
        self.thinking = thinking
        self.total = total ?? prompt + completion + thinking
    }

    /// A count as a provider tells it: missing or negative is 0, and no sum of several overflows.
    static func count(_ value: JSONValue?) -> Int {
        min(max(0, value?.intValue ?? 0), 1_000_000_000)
    }

    /// No tokens.
    public static let zero = TokenUsage()

    /// The sum of both, member by member.
    public static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            prompt: left.prompt + right.prompt,
            completion: left.completion + right.completion,
            cached: left.cached + right.cached,
            thinking: left.thinking + right.thinking,
            total: left.total + right.total
        ).estimated(left.isEstimated || right.isEstimated)
    }

    private func estimated(_ isEstimated: Bool) -> TokenUsage {
        var usage = self
        usage.isEstimated = isEstimated
        return usage
    }

    /// Adds the tokens of another call.
    public static func += (left: inout TokenUsage, right: TokenUsage) {
        left = left + right
    }
}
