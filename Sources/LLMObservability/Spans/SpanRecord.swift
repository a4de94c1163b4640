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
    private let parent: SpanRecord?
    let state: Mutex<State>

    struct State {
        var annotations: SpanAnnotations
        var isEnded = false
        /// What is sent once the trace's fate is known, if it travels inside the tracer's span.
        var event: SpanEvent?
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
        self.parent = opening.context.openSpanRecord
        self.origin = SpanOrigin.resolved(opening, apmTraceID: span.traceID, client: client)
        self.state = Mutex(State(annotations: annotations))
        if origin.isRoot { origin.trace.begins(with: self) }
    }

    deinit {
        // The span was let go without an end.
        if !state.withLock({ $0.isEnded }) { client.spanClosed() }
    }

    var spanIDText: String { String(spanID) }

    var exported: LLMObs.ExportedSpan {
        LLMObs.ExportedSpan(spanID: spanIDText, traceID: origin.trace.id.hexadecimal)
    }

    /// This span, or the nearest above that has not ended.
    var nearestOpen: SpanRecord? {
        state.withLock { $0.isEnded } ? parent?.nearestOpen : self
    }

    var agentForChildren: AgentReference? {
        kind == LLMObs.AgentKind.name ? AgentReference(name: name, spanID: spanIDText) : origin.agent
    }

    /// The tags that sampling rules look at.
    var tags: [String: String] {
        origin.tags(over: client.commonTags).merging(state.withLock { $0.annotations.tags }) { $1 }
    }

    /// What another process has to know to go on below this span; takes the sampling decision.
    var propagated: PropagatedSpan {
        PropagatedSpan(
            parentID: spanIDText,
            traceID: origin.trace.id,
            mlApp: origin.mlApp,
            sessionID: origin.sessionID,
            verdict: origin.trace.verdict(by: client.sampler),
            agent: agentForChildren
        )
    }

    /// Makes a value and adds it to the annotations; after the end nothing happens, and the value is not even made.
    func annotate<Value>(_ value: () -> Value, _ add: (inout SpanAnnotations, Value) -> Void) {
        guard !state.withLock({ $0.isEnded }) else { return }
        // Outside the lock: the caller's expressions may be slow, or annotate this span themselves.
        let value = value()
        state.withLock { state in
            guard !state.isEnded else { return }
            add(&state.annotations, value)
        }
    }

    func setInput(_ input: () -> LLMObs.Content) {
        let content = { self.client.captured(input()) }
        annotate(content) { $0.input = $1 }
    }

    func setOutput(_ output: () -> LLMObs.Content) {
        let content = { self.client.captured(output()) }
        annotate(content) { $0.output = $1 }
    }

    func setExpectedOutput(_ output: () -> LLMObs.Content) {
        let content = { self.client.captured(output()) }
        annotate(content) { $0.expectedOutput = $1 }
    }

    func setPrompt(_ prompt: () -> LLMObs.Prompt) {
        let prompt = { self.client.captured(prompt()) }
        annotate(prompt) { $0.prompt.update(with: $1) }
    }

    func addCostTags(_ names: () -> [String]) {
        annotate(names) { annotations, names in
            guard !names.isEmpty else { return }
            let tags = origin.tags(over: client.commonTags)
            for name in names where !annotations.costTags.contains(name) {
                guard tags[name] != nil || annotations.tags[name] != nil else { continue }
                annotations.costTags.append(name)
            }
        }
    }
}
