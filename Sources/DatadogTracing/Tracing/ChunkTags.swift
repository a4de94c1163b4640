// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What the first span of each chunk says about the process, and about the whole trace.
final class ChunkTags: Sendable {
    /// Those about the process, with room for the others.
    private let process: TagBuffer
    /// The newest tags: most often those of the next chunk are the same.
    private let newest = Mutex(SharedTags.none)

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

    /// The tags for a chunk of which this is known.
    func tags(_ facts: ChunkFacts) -> SharedTags {
        newest.withLock { newest in
            if !newest.fit(facts) { newest = SharedTags(write(facts), of: facts) }
            return newest
        }
    }

    private func write(_ facts: ChunkFacts) -> TagBuffer {
        var tags = process.copy
        tags.set("_sampling_priority_v1", number: Double(facts.decision.priority))
        tags.set("_dd.tracer_kr", number: facts.keepRate)
        if facts.traceIDHigh != 0 { tags.set(PropagationTags.traceIDHigh, text: facts.traceIDHigh.hexadecimal) }
        if let maker = facts.decision.decisionMaker(received: facts.receivedMaker) {
            tags.set(PropagationTags.decisionMaker, text: maker)
        }
        if facts.hasLocalRoot { Self.add(facts.decision, to: &tags) }
        // ddtrace marks such chunks with `_dd.py.partial_flush`, whose name tells the language; only people read it.
        if let count = facts.partialCount { tags.set("_dd.swift.partial_flush", number: Double(count)) }
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
