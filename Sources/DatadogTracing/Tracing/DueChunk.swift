// SPDX-License-Identifier: Apache-2.0

/// The spans that make up the next chunk of a trace, in the order of their ends.
struct DueChunk {
    var spans: [FinishedSpan]
    /// Whether others of the trace were open.
    let isPartial: Bool

    /// Puts the spans into the order of their starts.
    mutating func sort() {
        spans.sort { $0.fields.sequence < $1.fields.sequence }
    }

    /// Tells the companions of spans that these leave.
    mutating func leave(_ decision: SamplingDecision) {
        let priority = decision.isDiscarded ? min(decision.priority, 0) : decision.priority
        for index in spans.indices where spans[index].fields.extras.isPresent {
            let companion = spans[index].fields.extras.takeCompanion()
            companion?.spanDeparts(&spans[index], priority: priority)
        }
    }

    /// ddtrace marks such chunks with `_dd.py.partial_flush`, whose name tells the language; only people read it.
    mutating func markPartial() {
        spans[0].fields.tags.set("_dd.swift.partial_flush", .number(Double(spans.count)))
    }
}

extension FinishedSpan.Fields {
    /// What the first span of a chunk says about the whole trace.
    mutating func addChunkTags(_ decision: SamplingDecision, of trace: LocalTrace) {
        tags.set("_sampling_priority_v1", .number(Double(decision.priority)))
        tags.set("_dd.tracer_kr", .number(trace.tracer.statistics.keepRate))
        for tag in trace.tracer.chunkTags { tags.set(tag.key, tag.value) }
        if traceID.high != 0 { tags.set(PropagationTags.traceIDHigh, .text(traceID.high.hexadecimal)) }
        let received = trace.remote?.context.propagationTags[PropagationTags.decisionMaker]
        if let maker = decision.decisionMaker(received: received) {
            tags.set(PropagationTags.decisionMaker, .text(maker))
        }
        if sequence == 1 { addDecisionTags(decision) }
        if let shared { share(shared) }
    }

    /// What the local root says about the decision.
    private mutating func addDecisionTags(_ decision: SamplingDecision) {
        if let rate = decision.agentRate { tags.set("_dd.agent_psr", .number(rate)) }
        if let rate = decision.ruleRate { tags.set("_dd.rule_psr", .number(rate)) }
        if let rate = decision.limitRate { tags.set("_dd.limit_psr", .number(rate)) }
        if let rate = decision.keptRate { tags.set("_dd.p.ksr", .text(rate)) }
    }
}
