// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension DatadogTracingConfiguration {
    /// Rules larger than this are no rules.
    private static let maximumRuleBytes = 1024 * 1024

    mutating func readSampling(_ values: inout EnvironmentValues) {
        let variable = "DD_TRACE_SAMPLING_RULES"
        if let text = values[variable] { samplingRules = TraceSamplingRule.rules(in: text, of: variable, &values) }
        if let rate = values.number("DD_TRACE_SAMPLE_RATE", in: 0...1) {
            samplingRules.append(TraceSamplingRule(sampleRate: rate))
        }
        if let limit = values.integer("DD_TRACE_RATE_LIMIT", in: Int.min...Int.max) {
            maximumSampledTracesPerSecond = limit < 0 ? nil : Double(limit)
        }
        readSpanSampling(&values)
    }

    /// The rules themselves win over a file of rules.
    private mutating func readSpanSampling(_ values: inout EnvironmentValues) {
        let (variable, fileVariable) = ("DD_SPAN_SAMPLING_RULES", "DD_SPAN_SAMPLING_RULES_FILE")
        if let text = values[variable] {
            spanSamplingRules = SpanSamplingRule.rules(in: text, of: variable, &values)
        } else if let path = values[fileVariable] {
            guard let text = Self.contents(path) else {
                return values.refuse(fileVariable, path, "name a file of at most 1 MiB that can be read")
            }
            spanSamplingRules = SpanSamplingRule.rules(in: text, of: fileVariable, &values)
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
