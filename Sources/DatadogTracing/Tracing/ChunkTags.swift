// SPDX-License-Identifier: Apache-2.0

/// What the first span of each chunk says about the process, and about the whole trace.
final class ChunkTags: Sendable {
    /// Those about the process, with room for the others.
    private let process: TagBuffer

    /// Bytes that the tags about the trace take, roughly.
    private static let traceTags = 240

    init(_ configuration: DatadogTracingConfiguration) {
        var tags = TagBuffer()
        tags.set("language", text: "swift")
        if let url = configuration.sourceRepositoryURL {
            tags.set("_dd.git.repository_url", SpanTag.Value(url))
        }
        if let commit = configuration.sourceCommit {
            tags.set("_dd.git.commit.sha", SpanTag.Value(commit))
        }
        if configuration.sendsProcessTags {
            let text = ProcessTags(configuration).text
            tags.set("_dd.tags.process", SpanTag.Value(text))
        }
        tags.makeRoom(for: Self.traceTags)
        process = tags
    }

    /// The tags for a chunk of a trace.
    func tags(_ decision: SamplingDecision, of trace: LocalTrace, for chunk: borrowing DueChunk) -> TagBuffer {
        var tags = process.copy
        tags.set("_sampling_priority_v1", number: Double(decision.priority))
        tags.set("_dd.tracer_kr", number: trace.tracer.statistics.keepRate)
        if trace.id.high != 0 { tags.set(PropagationTags.traceIDHigh, text: trace.id.high.hexadecimal) }
        let received = trace.remote?.context.propagationTags[PropagationTags.decisionMaker]
        if let maker = decision.decisionMaker(received: received) {
            tags.set(PropagationTags.decisionMaker, text: maker)
        }
        if chunk.spans.places.first?.sequence == 1 { Self.add(decision, to: &tags) }
        // ddtrace marks such chunks with `_dd.py.partial_flush`, whose name tells the language; only people read it.
        if chunk.isPartial { tags.set("_dd.swift.partial_flush", number: Double(chunk.spans.count)) }
        return tags
    }

    /// What the local root says about the decision.
    private static func add(_ decision: SamplingDecision, to tags: inout TagBuffer) {
        if let rate = decision.agentRate { tags.set("_dd.agent_psr", number: rate) }
        if let rate = decision.ruleRate { tags.set("_dd.rule_psr", number: rate) }
        if let rate = decision.limitRate { tags.set("_dd.limit_psr", number: rate) }
        if let rate = decision.keptRate { tags.set("_dd.p.ksr", text: rate) }
    }
}
