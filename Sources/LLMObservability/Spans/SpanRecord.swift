// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Synchronization

/// What LLM Observability knows of one span while it is open, and what becomes of it when it ends.
final class SpanRecord: Sendable {
    let kind: String
    let model: LLMObsModel?
    let apmTraceID: TraceID
    let spanID: UInt64
    /// The first span of the tracer's trace in this process.
    let localRootID: UInt64
    let origin: SpanOrigin
    let client: LLMObsClient
    private let name: String
    let state: Mutex<State>

    struct State {
        var annotations: SpanAnnotations
        var isEnded = false
        /// Whether nobody shall hear of the span.
        var isWithdrawn = false
        /// The span above; once this one has ended, the nearest that was open then.
        var parent: SpanRecord?
        /// What is sent once the trace's fate is known: inside the tracer's span, or by itself if it is only held.
        var event: SpanEvent?
        var isHeld = false
    }

    init(
        _ opening: SpanOpening,
        kind: String,
        span: DatadogSpan,
        client: LLMObsClient,
        annotations: SpanAnnotations
    ) {
        self.kind = kind
        self.name = span.operationName
        self.model = opening.model
        self.apmTraceID = span.traceID
        self.spanID = span.spanID
        self.localRootID = span.root.spanID
        self.client = client
        let parent = opening.context.openSpanRecord
        self.origin = SpanOrigin.resolved(opening, below: parent, apmTraceID: span.traceID, client: client)
        self.state = Mutex(State(annotations: annotations, parent: parent))
        if origin.isRoot { origin.trace.begins(with: self) }
    }

    deinit {
        var (isEnded, above) = state.withLock { ($0.isEnded, $0.parent.take()) }
        if !isEnded { client.spanLost() }
        // One after the other: a long chain that goes at once would overflow the stack.
        while above != nil, isKnownUniquelyReferenced(&above) { above = above?.takeParent() }
    }

    private func takeParent() -> SpanRecord? {
        state.withLock { $0.parent.take() }
    }

    var spanIDText: String { String(spanID) }

    var exported: LLMObs.ExportedSpan {
        LLMObs.ExportedSpan(spanID: spanIDText, traceID: origin.trace.id.hexadecimal, mlApp: origin.mlApp)
    }

    /// This span, or the nearest above that has not ended.
    var nearestOpen: SpanRecord? {
        var candidate: SpanRecord? = self
        while let record = candidate {
            let (isEnded, above) = record.state.withLock { ($0.isEnded, $0.parent) }
            guard isEnded else { break }
            candidate = above
        }
        return candidate
    }

    /// Lets the ended spans above go: who keeps an ended span must not keep a chain of them.
    func leaveEnded(_ parent: SpanRecord) {
        var above = parent.nearestOpen
        guard above !== parent else { return }
        // What was there goes with the variable, not while the lock is held.
        state.withLock { swap(&$0.parent, &above) }
    }

    var agentForChildren: AgentReference? {
        kind == LLMObs.AgentKind.name ? AgentReference(name: name, spanID: spanIDText) : origin.agent
    }

    /// The tags that sampling rules look at.
    var tags: [String: String] {
        origin.tags(over: client.commonTags.tags).merging(state.withLock { $0.annotations.tags }) { $1 }
    }

    /// What another process has to know to go on below this span; takes the sampling decision.
    var propagated: PropagatedSpan {
        PropagatedSpan(
            parentID: spanIDText,
            traceID: origin.trace.id,
            mlApp: origin.mlApp,
            sessionID: origin.sessionID,
            verdict: origin.trace.verdict,
            agent: agentForChildren
        )
    }
}
