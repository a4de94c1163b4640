// SPDX-License-Identifier: Apache-2.0

extension ModelPrice {
    /// The most that a call may cost, in millionths of the currency's unit: that of its largest usage, wherever the tokens
    /// of its answer go.
    func upperCost(of request: ModelRequest) -> Int64 {
        let largest = request.largestUsage
        let thinking = TokenUsage(prompt: largest.prompt, thinking: largest.completion)
        return max(cost(of: largest), cost(of: thinking))
    }
}
