// SPDX-License-Identifier: Apache-2.0

/// What a million tokens of each kind cost, in millionths of the currency's unit.
public struct TokenPrices: Sendable, Hashable {
    /// Tokens of the question that did not come from the provider's cache.
    public var input: Int64
    /// Tokens of the question that did.
    public var cached: Int64
    /// Tokens of the answer.
    public var output: Int64
    /// Tokens of thinking.
    public var thinking: Int64

    /// Makes prices; cached tokens cost as much as others, and thinking as much as an answer, unless told otherwise.
    public init(input: Int64, cached: Int64? = nil, output: Int64, thinking: Int64? = nil) {
        self.input = input
        self.cached = cached ?? input
        self.output = output
        self.thinking = thinking ?? output
    }

    /// The price of these tokens in units of 10⁻¹² of the currency's, which is exact.
    func exactCost(of usage: TokenUsage) -> Int128 {
        let cached = min(usage.cached, usage.prompt)
        return Int128(usage.prompt - cached) * Int128(input) + Int128(cached) * Int128(self.cached)
            + Int128(usage.completion) * Int128(output) + Int128(usage.thinking) * Int128(thinking)
    }
}
