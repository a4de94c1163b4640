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
    /// The difference of the clocks at the start of the trace.
    let clockOffset: UInt64
    let tracer: DatadogTracer
    private let startedSpans = Atomic<Int>(0)
    private let state: Mutex<State>

    fileprivate struct State {
        var ended = 0
        var finished: [FinishedSpan] = []
        /// Of finished spans, by id.
        var companions: [UInt64: any SpanCompanion] = [:]
        var decision: SamplingDecision?
        var propagationError: String?
        var ddTags: PropagationTags
    }

    init(
        id: TraceID,
        remoteParent: DatadogSpanContext?,
        isSent: Bool,
        clockOffset: UInt64,
        tracer: DatadogTracer
    ) {
        self.id = id
        self.remoteParent = remoteParent
        self.isSent = isSent
        self.clockOffset = clockOffset
        self.tracer = tracer
        var state = State(ddTags: remoteParent?.propagationTags ?? [:])
        state.decision = remoteParent?.samplingPriority.map { SamplingDecision(inherited: $0) }
        state.propagationError = remoteParent?.propagationError
        self.state = Mutex(state)
    }

    /// Of the spans of a tracer that is switched off.
    static let switchedOff = LocalTrace(
        id: TraceID(low: 0),
        remoteParent: nil,
        isSent: false,
        clockOffset: 0,
        tracer: .switchedOff
    )

    deinit {
        // Spans that were let go without an end: what finished beside them still goes out.
        let (ended, spans, companions, decision) = state.withLock {
            ($0.ended, $0.finished, $0.companions, $0.decision)
        }
        tracer.traceClosed(isSent: isSent)
        guard isSent else { return }
        let open = startedSpans.load(ordering: .relaxed) - ended
        if open > 0 { tracer.statistics.dropped(.neverEnded, spans: open) }
        if !spans.isEmpty { deliver(spans, companions, decision: decision ?? .automaticKeep, isPartial: false) }
    }

    /// Counts a span that starts, and gives its place in the order of starts.
    func started() -> Int {
        startedSpans.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Takes a finished span, and sends a chunk if it is time.
    func ended(_ span: consuming FinishedSpan, companion: (any SpanCompanion)?, root: DatadogSpan) {
        let id = span.spanID
        var span = Optional(span)
        var chunk: [FinishedSpan] = []
        var companions: [UInt64: any SpanCompanion] = [:]
        var isPartial = false
        let isKept = state.withLock { state in
            state.ended += 1
            let open = startedSpans.load(ordering: .relaxed) - state.ended
            let isKept = state.keep(&span, open: open, tracer.configuration.limits)
            if isKept, let companion { state.companions[id] = companion }
            isPartial = open > 0
            let isDue = !isPartial || state.finished.count >= tracer.configuration.limits.partialFlushMinimumSpans
            if isDue {
                swap(&chunk, &state.finished)
                swap(&companions, &state.companions)
            }
            return isKept
        }
        if !isKept { tracer.statistics.dropped(.traceTooLarge, spans: 1) }
        if var span { companion?.spanDeparts(&span, priority: 0) }
        guard !chunk.isEmpty else { return }
        deliver(chunk, companions, decision: decide(root: root), isPartial: isPartial)
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
        let received = tags[PropagationTags.decisionMaker]
        if let maker = decision.flatMap({ $0.decisionMaker(received: received) }) ?? received {
            all[PropagationTags.decisionMaker] = maker
        }
        for tag in tags.tags where tag.key != PropagationTags.decisionMaker { all[tag.key] = tag.value }
        context.propagationTags = all
        return context
    }

    /// Tags that every span of a continued trace carries.
    func addPropagatedTags(to tags: inout TagList) {
        guard let remoteParent else { return }
        if let origin = remoteParent.origin { tags.setIfAbsent("_dd.origin", .text(origin)) }
        for tag in remoteParent.propagationTags.tags
        where tag.key != PropagationTags.decisionMaker && tag.key != PropagationTags.traceSource {
            tags.setIfAbsent(tag.key, .text(tag.value))
        }
    }

    private func deliver(
        _ spans: consuming [FinishedSpan],
        _ companions: [UInt64: any SpanCompanion],
        decision: SamplingDecision,
        isPartial: Bool
    ) {
        for index in spans.indices where !companions.isEmpty {
            let priority = decision.isDiscarded ? min(decision.priority, 0) : decision.priority
            companions[spans[index].spanID]?.spanDeparts(&spans[index], priority: priority)
        }
        guard !decision.isDiscarded else {
            return tracer.statistics.dropped(.discardedByRule, chunks: 1, spans: spans.count)
        }
        spans.sort { $0.sequence < $1.sequence }
        spans[0].addChunkTags(decision, of: self)
        if isPartial { spans[0].tags.set("_dd.swift.partial_flush", .number(Double(spans.count))) }
        for index in spans.indices { spans[index].sequence = 0 }
        if decision.priority <= 0 { tracer.spanSampler.mark(&spans) }
        tracer.receiver.receive(TraceChunk(spans: spans))
    }
}

extension LocalTrace.State {
    /// Takes a finished span unless there are too many.
    fileprivate mutating func keep(_ span: inout FinishedSpan?, open: Int, _ limits: TracingLimits) -> Bool {
        guard finished.count < limits.maximumSpansPerTrace, let span = span.take() else { return false }
        // The spans that are open now are the least that will follow.
        if finished.isEmpty { finished.reserveCapacity(min(open + 1, 64)) }
        finished.append(span)
        return true
    }
}

extension FinishedSpan {
    /// What the first span of a chunk says about the whole trace.
    fileprivate mutating func addChunkTags(_ decision: SamplingDecision, of trace: LocalTrace) {
        tags.set("_sampling_priority_v1", .number(Double(decision.priority)))
        tags.set("_dd.tracer_kr", .number(trace.tracer.statistics.keepRate))
        for tag in trace.tracer.chunkTags { tags.set(tag.key, tag.value) }
        if traceID.high != 0 { tags.set(PropagationTags.traceIDHigh, .text(traceID.high.hexadecimal)) }
        let received = trace.remoteParent?.propagationTags[PropagationTags.decisionMaker]
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
