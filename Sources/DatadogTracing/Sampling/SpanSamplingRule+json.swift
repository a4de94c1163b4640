// SPDX-License-Identifier: Apache-2.0

extension SpanSamplingRule {
    private static let fields: Set<String> = ["sample_rate", "service", "name", "max_per_second"]

    /// The rules as `DD_SPAN_SAMPLING_RULES` writes them.
    static func rules(
        in text: String,
        of variable: String,
        _ values: inout EnvironmentValues
    ) -> [SpanSamplingRule] {
        SamplingRuleReader.rules(in: text, of: variable, fields: fields, &values) {
            (rule) throws(DatadogTracingError) in
            let service = try rule.pattern("service")
            let name = try rule.pattern("name")
            guard service != nil || name != nil else {
                throw rule.missing("service and no name", "give one; \"*\" stands for all")
            }
            let maximum = try rule.number("max_per_second")
            return SpanSamplingRule(
                service: service,
                name: name,
                sampleRate: try rule.rate() ?? 1,
                maximumPerSecond: maximum.flatMap { $0 < 0 ? nil : $0 }
            )
        }
    }
}
