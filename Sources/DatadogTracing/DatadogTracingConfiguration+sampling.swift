// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension DatadogTracingConfiguration {
    /// Rules larger than this are no rules.
    private static let maximumRuleBytes = 1024 * 1024

    mutating func readSampling(_ values: EnvironmentValues) throws(DatadogTracingError) {
        let variable = "DD_TRACE_SAMPLING_RULES"
        if let text = values[variable] { samplingRules = try TraceSamplingRule.rules(in: text, of: variable) }
        if let rate = try values.number("DD_TRACE_SAMPLE_RATE", in: 0...1) {
            samplingRules.append(TraceSamplingRule(sampleRate: rate))
        }
        if let limit = try values.integer("DD_TRACE_RATE_LIMIT", in: -1...Int.max) {
            maximumSampledTracesPerSecond = limit < 0 ? nil : Double(limit)
        }
        try readSpanSampling(values)
    }

    /// The rules themselves win over a file of rules.
    private mutating func readSpanSampling(_ values: EnvironmentValues) throws(DatadogTracingError) {
        let (variable, fileVariable) = ("DD_SPAN_SAMPLING_RULES", "DD_SPAN_SAMPLING_RULES_FILE")
        if let text = values[variable] {
            spanSamplingRules = try SpanSamplingRule.rules(in: text, of: variable)
        } else if let path = values[fileVariable] {
            guard let text = Self.contents(path) else {
                throw values.invalid(fileVariable, path, "name a file of at most 1 MiB that can be read")
            }
            spanSamplingRules = try SpanSamplingRule.rules(in: text, of: fileVariable)
        }
    }

    private static func contents(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path), data.count <= maximumRuleBytes else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// The rules' sampler in front of `next`; `next` itself without rules.
    func sampler(next: any Sampler) -> any Sampler {
        guard !samplingRules.isEmpty else { return next }
        return RuleSampler(rules: samplingRules, maximumPerSecond: maximumSampledTracesPerSecond, next: next)
    }
}
