// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The spans of one trace in this process: counts those open, collects those finished, and cuts chunks.
///
/// A chunk goes out when no started span is open any more, or as soon as enough have finished. Parents and children may
/// end in any order and on any task.
final class LocalTrace: Sendable {
    let id: TraceID
    /// What was received from another process, if the trace began there.
    let remote: RemoteParent?
    /// False above the limit of open traces: nothing of the trace is kept.
    let isSent: Bool
    /// The difference of the clocks at the start of the trace.
    let clockOffset: UInt64
    let tracer: DatadogTracer
    private let startedSpans = Atomic<Int>(0)
    /// Whether the trace counts as an open one.
    private let isOpen: Atomic<Bool>
    private let state: Mutex<State>

    fileprivate struct State {
        var ended = 0
        var finished: [FinishedSpan] = []
        var decision: SamplingDecision?
        var propagationError: String?
        var ddTags: PropagationTags = [:]

        init(_ remote: DatadogSpanContext?) {
            guard let remote else { return }
            decision = remote.samplingPriority.map { SamplingDecision(inherited: $0) }
            propagationError = remote.propagationError
            ddTags = remote.propagationTags
        }
    }

    init(
        id: TraceID,
        remote: RemoteParent?,
        isSent: Bool,
        clockOffset: UInt64,
        tracer: DatadogTracer
    ) {
        self.id = id
        self.remote = remote
        self.isSent = isSent
        self.clockOffset = clockOffset
        self.tracer = tracer
        self.isOpen = Atomic(isSent)
        self.state = Mutex(State(remote?.context))
    }

    /// Of the spans of a tracer that is switched off.
    static let switchedOff = LocalTrace(
        id: TraceID(low: 0),
        remote: nil,
        isSent: false,
        clockOffset: 0,
        tracer: .switchedOff
    )

    deinit {
        // Spans that were let go without an end: what finished beside them still goes out.
        let (ended, spans, decision) = state.withLock { ($0.ended, $0.finished, $0.decision) }
        close()
        guard isSent else { return }
        let open = startedSpans.load(ordering: .relaxed) - ended
        if open > 0 { tracer.statistics.dropped(.neverEnded, spans: open) }
        var chunk = DueChunk(spans: spans, isPartial: false)
        chunk.sort()
        // The first span here may be among the lost: as in ddtrace, the first of those that are left stands for it.
        guard let first = chunk.spans.first else { return }
        let candidate = SamplingCandidate(first, env: tracer.configuration.env)
        deliver(chunk, decision: decision ?? tracer.sampler.decide(candidate))
    }

    /// Counts a span that starts, and gives its place in the order of starts.
    func started() -> Int {
        let place = startedSpans.wrappingAdd(1, ordering: .relaxed).newValue
        if isSent, !isOpen.load(ordering: .relaxed) { reopen() }
        return place
    }

    /// Counts as open again: a span has started after all others had ended.
    private func reopen() {
        if !isOpen.exchange(true, ordering: .relaxed) { tracer.traceReopened() }
    }

    private func close() {
        if isOpen.exchange(false, ordering: .relaxed) { tracer.traceClosed() }
    }

    /// Takes a finished span, and gives a chunk if it is time to send one; a span too many comes back.
    func take(_ span: FinishedSpan) -> (turnedAway: FinishedSpan?, chunk: DueChunk?) {
        state.withLock { state in
            state.ended += 1
            // Spans that start from here on make the chunk a partial one, or begin another.
            let open = startedSpans.load(ordering: .relaxed) - state.ended
            let isKept = state.finished.count < tracer.limits.maximumSpans
            if isKept {
                // The spans that are open now are the least that will follow.
                if state.finished.isEmpty { state.finished.reserveCapacity(min(open + 1, 64)) }
                state.finished.append(span)
            }
            let turnedAway = isKept ? nil : span
            // Who holds ended spans, as the context of a task does, does not hold up other traces.
            if open == 0 { close() }
            let isDue = open == 0 || state.finished.count >= tracer.limits.partialFlushMinimum
            guard isDue, !state.finished.isEmpty else { return (turnedAway, nil) }
            var chunk = DueChunk(spans: [], isPartial: open > 0)
            swap(&chunk.spans, &state.finished)
            return (turnedAway, chunk)
        }
    }

    /// Sends a chunk; the decision is taken now if it was not taken before.
    func send(_ chunk: consuming DueChunk, root: DatadogSpan) {
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
            origin: remote?.context.origin,
            traceState: remote?.context.traceState,
            isRemote: false
        )
        context.propagationError = error
        context.isTraceIDRandom = remote?.context.isTraceIDRandom ?? false
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
        guard let remote = remote?.context else { return }
        if let origin = remote.origin { tags.setIfAbsent("_dd.origin", .text(origin)) }
        for tag in remote.propagationTags.tags
        where tag.key != PropagationTags.decisionMaker && tag.key != PropagationTags.traceSource {
            tags.setIfAbsent(tag.key, .text(tag.value))
        }
    }

    private func deliver(_ chunk: consuming DueChunk, decision: SamplingDecision) {
        chunk.leave(decision)
        guard !decision.isDiscarded else {
            return tracer.statistics.dropped(.discardedByRule, chunks: 1, spans: chunk.spans.count)
        }
        chunk.sort()
        chunk.spans[0].owned.addChunkTags(decision, of: self)
        if chunk.isPartial { chunk.markPartial() }
        if decision.priority <= 0 { tracer.spanSampler.mark(&chunk.spans) }
        tracer.receiver.receive(TraceChunk(spans: chunk.spans))
    }
}
