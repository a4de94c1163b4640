// SPDX-License-Identifier: Apache-2.0

import LLMObservability

extension LLMObs.TokenUsage {
    /// Thinking counts as output here, as Datadog counts it.
    init(_ usage: TokenUsage) {
        self.init(
            input: usage.prompt,
            output: usage.completion + usage.thinking,
            total: usage.total,
            cacheRead: usage.cached > 0 ? usage.cached : nil,
            reasoning: usage.thinking > 0 ? usage.thinking : nil
        )
    }
}

extension LLMObs.Cost {
    /// What the call cost; its parts add up to the whole.
    init(_ usage: TokenUsage, _ price: ModelPrice) {
        let total = price.cost(of: usage)
        let input = price.cost(of: TokenUsage(prompt: usage.prompt, cached: usage.cached))
        self.init(input: Double(input) / 1e6, output: Double(total - input) / 1e6, total: Double(total) / 1e6)
    }
}
