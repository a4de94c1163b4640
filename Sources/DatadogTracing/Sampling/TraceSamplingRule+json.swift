// SPDX-License-Identifier: Apache-2.0

extension TraceSamplingRule {
    private static let fields: Set<String> = ["sample_rate", "service", "name", "resource", "tags", "discard"]

    /// The rules as `DD_TRACE_SAMPLING_RULES` writes them.
    static func rules(
        in text: String,
        of variable: String,
        _ values: inout EnvironmentValues
    ) -> [TraceSamplingRule] {
        SamplingRuleReader.rules(in: text, of: variable, fields: fields, &values) {
            (rule) throws(DatadogTracingError) in
            guard let rate = try rule.rate() else {
                throw rule.missing("sample_rate", "give the share of traces to keep, from 0 to 1")
            }
            return TraceSamplingRule(
                sampleRate: rate,
                service: try rule.pattern("service"),
                name: try rule.pattern("name"),
                resource: try rule.pattern("resource"),
                tags: try rule.tagPatterns(),
                discardsRejected: try rule.bool("discard") ?? false
            )
        }
    }
}
