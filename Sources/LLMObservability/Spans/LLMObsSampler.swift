// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// Marks a share of the traces: by the first rule that matches, else by one rate for all.
struct LLMObsSampler: Sendable {
    let rate: Double
    let rules: [LLMObsSamplingRule]

    /// The verdict where it does not depend on tags.
    func decide(apmTraceID: TraceID) -> SamplingVerdict? {
        rules.isEmpty ? verdict(apmTraceID, rate: rate) : nil
    }

    /// The verdict about a trace whose first span has these tags.
    func decide(apmTraceID: TraceID, tags: [String: String]) -> SamplingVerdict {
        let rule = rules.first { $0.matches(tags) }
        return verdict(apmTraceID, rate: rule?.sampleRate ?? rate)
    }

    private func verdict(_ id: TraceID, rate: Double) -> SamplingVerdict {
        let rate = rate.asRate
        let text = SamplingDecision(priority: 0, mechanism: nil, rate: rate).keptRate ?? "1"
        return SamplingVerdict(rate: text, decision: KnuthSampling.keeps(id.low, rate: rate) ? "1" : "0")
    }
}
