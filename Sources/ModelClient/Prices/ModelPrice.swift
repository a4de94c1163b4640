// SPDX-License-Identifier: Apache-2.0

/// What one model costs.
public struct ModelPrice: Sendable, Hashable {
    /// The prices for calls with many tokens in their question.
    public struct LongPrompt: Sendable, Hashable {
        /// A question with more tokens than this has ``prices``, for all tokens of the call.
        public var overPromptTokens: Int
        /// The prices of such calls.
        public var prices: TokenPrices

        /// Makes a threshold with its prices.
        public init(overPromptTokens: Int, prices: TokenPrices) {
            self.overPromptTokens = overPromptTokens
            self.prices = prices
        }
    }

    /// The prices of calls.
    public var prices: TokenPrices
    /// The prices of calls with long questions, if those differ.
    public var longPrompt: LongPrompt?

    /// Makes a price.
    public init(_ prices: TokenPrices, longPrompt: LongPrompt? = nil) {
        self.prices = prices
        self.longPrompt = longPrompt
    }

    /// What one call costs, in millionths of the currency's unit, rounded up.
    ///
    /// Calculated in whole numbers and rounded once; the usage must be that of a single call.
    public func cost(of usage: TokenUsage) -> Int64 {
        var prices = prices
        if let longPrompt, usage.prompt > longPrompt.overPromptTokens { prices = longPrompt.prices }
        let exact = prices.exactCost(of: usage)
        return Int64(clamping: (exact + 999_999) / 1_000_000)
    }
}
