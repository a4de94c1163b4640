// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The spans of one trace in this process: counts those open, collects those finished, and cuts chunks.
///
/// A chunk goes out when no started span is open any more, or as soon as enough have finished. Parents and children may
/// end in any order and on any task.
final class LocalTrace: Sendable {
    let id: TraceID
    /// What was received from another process, if the trace began there.
    let remoteParent: DatadogSpanContext?
    /// False above the limit of open traces: nothing of the trace is kept.
    let isSent: Bool
    private let tracer: DatadogTracer
    private let state: Mutex<State>

    private struct State {
        var started = 0
        var open = 0
        var finished: [FinishedSpan] = []
        var decision: SamplingDecision?
        var propagationError: String?
        var ddTags: PropagationTags
    }

    init(id: TraceID, remoteParent: DatadogSpanContext?, isSent: Bool, tracer: DatadogTracer) {
        self.id = id
        self.remoteParent = remoteParent
        self.isSent = isSent
        self.tracer = tracer
        var state = State(ddTags: remoteParent?.propagationTags ?? [:])
        state.decision = remoteParent?.samplingPriority.map { SamplingDecision(inherited: $0) }
        state.propagationError = remoteParent?.propagationError
        self.state = Mutex(state)
    }

    deinit {
        // Spans that were let go without an end: what finished beside them still goes out.
        let left = state.withLock { state in (spans: state.finished, open: state.open) }
        tracer.traceClosed(isSent: isSent)
        if left.open > 0, isSent { tracer.statistics.dropped(.neverEnded, spans: left.open) }
        if !left.spans.isEmpty { deliver(left.spans, decision: state.withLock { $0.decision } ?? .automaticKeep) }
    }

    /// Counts a span that starts, and gives its place in the order of starts.
    func started() -> Int {
        state.withLock { state in
            state.open += 1
            state.started += 1
            return state.started
        }
    }

    /// Takes a finished span, and sends a chunk if it is time.
    func ended(_ span: FinishedSpan, root: DatadogSpan) {
        let limits = tracer.configuration.limits
        let (chunk, isFull) = state.withLock { state -> ([FinishedSpan], Bool) in
            state.open -= 1
            let isFull = state.finished.count >= limits.maximumSpansPerTrace
            if !isFull { state.finished.append(span) }
            guard state.open == 0 || state.finished.count >= limits.partialFlushMinimumSpans else {
                return ([], isFull)
            }
            defer { state.finished = [] }
            return (state.finished, isFull)
        }
        if isFull { tracer.statistics.dropped(.traceTooLarge, spans: 1) }
        guard !chunk.isEmpty else { return }
        deliver(chunk, decision: decide(root: root))
    }

    /// The decision about the trace, taken now if it was not taken before.
    @discardableResult
    func decide(root: DatadogSpan) -> SamplingDecision {
        if let decision = state.withLock({ $0.decision }) { return decision }
        // Two at once may both ask; the first answer counts.
        let decision = tracer.sampler.decide(root.samplingCandidate)
        return state.withLock { state in
            if let earlier = state.decision { return earlier }
            state.decision = decision
            return decision
        }
    }

    /// A decision by hand, which wins over every other.
    func override(_ decision: SamplingDecision) {
        state.withLock { $0.decision = decision }
    }

    var propagationError: String? { state.withLock { $0.propagationError } }

    func setPropagationError(_ error: String) {
        state.withLock { $0.propagationError = error }
    }

    /// What a child in another process has to know.
    func context(of spanID: UInt64) -> DatadogSpanContext {
        let (decision, tags, error) = state.withLock { ($0.decision, $0.ddTags, $0.propagationError) }
        var context = DatadogSpanContext(
            traceID: id,
            spanID: spanID,
            samplingPriority: decision?.priority,
            origin: remoteParent?.origin,
            traceState: remoteParent?.traceState,
            isRemote: false
        )
        context.propagationError = error
        context.isTraceIDRandom = remoteParent?.isTraceIDRandom ?? false
        var all = PropagationTags()
        if let maker = decision?.decisionMaker ?? tags[PropagationTags.decisionMaker] {
            all[PropagationTags.decisionMaker] = maker
        }
        for tag in tags.tags where tag.key != PropagationTags.decisionMaker { all[tag.key] = tag.value }
        context.propagationTags = all
        return context
    }

    /// Tags that every span of a continued trace carries.
    func addPropagatedTags(to tags: inout SpanTags) {
        guard let remoteParent else { return }
        tags.meta["_dd.origin"] = remoteParent.origin
        for tag in remoteParent.propagationTags.tags
        where tag.key != PropagationTags.decisionMaker && tag.key != PropagationTags.traceSource {
            tags.meta[tag.key] = tag.value
        }
    }

    private func deliver(_ spans: [FinishedSpan], decision: SamplingDecision) {
        guard !decision.isDiscarded else {
            return tracer.statistics.dropped(.discardedByRule, chunks: 1, spans: spans.count)
        }
        var spans = spans.sorted { $0.sequence < $1.sequence }
        spans[0].addChunkTags(decision, of: self, isLocalRoot: spans[0].sequence == 1)
        for index in spans.indices { spans[index].sequence = 0 }
        if decision.priority <= 0 { tracer.spanSampler.mark(&spans) }
        tracer.receiver.receive(TraceChunk(spans: spans))
    }
}

extension FinishedSpan {
    /// What the first span of a chunk says about the whole trace.
    fileprivate mutating func addChunkTags(_ decision: SamplingDecision, of trace: LocalTrace, isLocalRoot: Bool) {
        metrics["_sampling_priority_v1"] = Double(decision.priority)
        meta["language"] = "swift"
        if traceID.high != 0 { meta[PropagationTags.traceIDHigh] = traceID.high.hexadecimal }
        let received = trace.remoteParent?.propagationTags[PropagationTags.decisionMaker]
        meta[PropagationTags.decisionMaker] = decision.decisionMaker ?? received
        guard isLocalRoot else { return }
        if let rate = decision.agentRate { metrics["_dd.agent_psr"] = rate }
        if let rate = decision.ruleRate { metrics["_dd.rule_psr"] = rate }
        if let rate = decision.limitRate { metrics["_dd.limit_psr"] = rate }
        if let rate = decision.keptRate { meta["_dd.p.ksr"] = rate }
    }
}
