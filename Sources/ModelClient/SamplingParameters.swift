// SPDX-License-Identifier: Apache-2.0

/// How the model picks its words, and how much it thinks before.
public struct SamplingParameters: Sendable, Hashable {
    /// 0 (always the likeliest) to 2.
    public var temperature: Double
    /// The most tokens an answer may have, thinking included; 1 to 65,536.
    public var maximumOutputTokens: Int
    /// The share of probability to pick from, 0 to 1.
    public var topP: Double
    /// How many candidates to pick from, at least 1.
    public var topK: Int
    /// How much the model may think; nil leaves that to it. A model that does not think may refuse it.
    public var thinking: ThinkingEffort?

    /// Makes parameters; the defaults are those for reading documents.
    public init(
        temperature: Double = 0,
        maximumOutputTokens: Int = 16_384,
        topP: Double = 0.95,
        topK: Int = 40,
        thinking: ThinkingEffort? = nil
    ) {
        self.temperature = temperature
        self.maximumOutputTokens = maximumOutputTokens
        self.topP = topP
        self.topK = topK
        self.thinking = thinking
    }
}
