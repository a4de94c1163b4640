// SPDX-License-Identifier: Apache-2.0

/// The spans that make up the next chunk of a trace, in the order of their ends.
struct DueChunk {
    var spans: [FinishedSpan]
    /// Whether others of the trace were open.
    let isPartial: Bool

    /// Puts the spans into the order of their starts.
    mutating func sort() {
        spans.sort { $0.record.fields.sequence < $1.record.fields.sequence }
    }

    /// Tells the companions of spans that these leave.
    mutating func leave(_ decision: SamplingDecision) {
        let priority = decision.isDiscarded ? min(decision.priority, 0) : decision.priority
        for index in spans.indices where spans[index].record.fields.extras.isPresent {
            let companion = spans[index].owned.fields.extras.takeCompanion()
            companion?.spanDeparts(&spans[index], priority: priority)
        }
    }

    /// ddtrace marks such chunks with `_dd.py.partial_flush`, whose name tells the language; only people read it.
    mutating func markPartial() {
        spans[0].owned.fields.tags.set("_dd.swift.partial_flush", .number(Double(spans.count)))
    }
}

extension SpanRecord {
    /// What the first span of a chunk says about the whole trace.
    func addChunkTags(_ decision: SamplingDecision, of trace: LocalTrace) {
        fields.tags.set("_sampling_priority_v1", .number(Double(decision.priority)))
        fields.tags.set("_dd.tracer_kr", .number(trace.tracer.statistics.keepRate))
        for tag in trace.tracer.chunkTags { fields.tags.set(tag.key, tag.value) }
        if fields.traceID.high != 0 {
            fields.tags.set(PropagationTags.traceIDHigh, .text(fields.traceID.high.hexadecimal))
        }
        let received = trace.remote?.context.propagationTags[PropagationTags.decisionMaker]
        if let maker = decision.decisionMaker(received: received) {
            fields.tags.set(PropagationTags.decisionMaker, .text(maker))
        }
        if fields.sequence == 1 { addDecisionTags(decision) }
        if let shared = fields.shared { share(shared) }
    }

    /// What the local root says about the decision.
    private func addDecisionTags(_ decision: SamplingDecision) {
        if let rate = decision.agentRate { fields.tags.set("_dd.agent_psr", .number(rate)) }
        if let rate = decision.ruleRate { fields.tags.set("_dd.rule_psr", .number(rate)) }
        if let rate = decision.limitRate { fields.tags.set("_dd.limit_psr", .number(rate)) }
        if let rate = decision.keptRate { fields.tags.set("_dd.p.ksr", .text(rate)) }
    }
}
