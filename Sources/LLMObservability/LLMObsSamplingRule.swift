// SPDX-License-Identifier: Apache-2.0

public import DatadogTracing

/// Which share of the traces whose first span carries certain tags is marked as sampled.
public struct LLMObsSamplingRule: Sendable, Hashable {
    /// Patterns by tag; all have to match. Without any the rule is for every trace.
    public var tags: [String: GlobPattern]
    /// From 0 to 1.
    public var sampleRate: Double

    /// A rule.
    public init(tags: [String: GlobPattern] = [:], sampleRate: Double) {
        self.tags = tags
        self.sampleRate = sampleRate
    }

    /// Whether the rule is for a trace whose first span has these tags.
    func matches(_ tags: [String: String]) -> Bool {
        self.tags.allSatisfy { key, pattern in tags[key].map(pattern.matches) ?? false }
    }

    /// The rules as `DD_LLMOBS_SAMPLING_RULES` writes them.
    static func rules(
        in text: String,
        of variable: String,
        _ values: inout EnvironmentValues
    ) -> [LLMObsSamplingRule] {
        SamplingRuleReader.rules(in: text, of: variable, fields: ["sample_rate", "tags"], &values) {
            (rule) throws(DatadogTracingError) in
            guard let rate = try rule.rate() else {
                throw rule.missing("sample_rate", "give the share of traces to sample, from 0 to 1")
            }
            return LLMObsSamplingRule(tags: try rule.tagPatterns(), sampleRate: rate)
        }
    }
}
