// SPDX-License-Identifier: Apache-2.0

extension LLMObs {
    /// How many tokens a model read and wrote.
    public struct TokenUsage: Sendable, Hashable {
        /// All that was read, what came from a cache included.
        public var input: Int?
        /// All that was written, what was only thought included.
        public var output: Int?
        /// Both together.
        public var total: Int?
        /// Read from a cache.
        public var cacheRead: Int?
        /// Written to a cache.
        public var cacheWrite: Int?
        /// Thought and not shown.
        public var reasoning: Int?

        /// Counts; those that are nil are not sent.
        public init(
            input: Int? = nil,
            output: Int? = nil,
            total: Int? = nil,
            cacheRead: Int? = nil,
            cacheWrite: Int? = nil,
            reasoning: Int? = nil
        ) {
            self.input = input
            self.output = output
            self.total = total
            self.cacheRead = cacheRead
            self.cacheWrite = cacheWrite
            self.reasoning = reasoning
        }

        var metrics: [String: Double] {
            let counts = [
                "input_tokens": input, "output_tokens": output, "total_tokens": total,
                "cache_read_input_tokens": cacheRead, "cache_write_input_tokens": cacheWrite,
                "reasoning_output_tokens": reasoning,
            ]
            return counts.compactMapValues { $0.map(Double.init) }
        }
    }

    /// What a call of a model cost, in US dollars.
    public struct Cost: Sendable, Hashable {
        /// For what was read.
        public var input: Double?
        /// For what was written.
        public var output: Double?
        /// For both.
        public var total: Double?

        /// Costs; those that are nil are not sent.
        public init(input: Double? = nil, output: Double? = nil, total: Double? = nil) {
            self.input = input
            self.output = output
            self.total = total
        }

        var metrics: [String: Double] {
            let costs = ["input_cost": input, "output_cost": output, "total_cost": total]
            return costs.compactMapValues { $0 }.filter { $0.value.isFinite }
        }
    }
}
