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
    private let spanIDs: SpanIDs
    private let startedSpans = Atomic<Int>(0)
    private let isServiceGiven = Atomic<Bool>(false)
    /// Whether the trace counts as an open one.
    private let isOpen: Atomic<Bool>
    private let state: Mutex<State>

    fileprivate struct State: ~Copyable {
        var ended = 0
        var finished: EncodedSpans
        var decision: SamplingDecision?
        var propagationError: String?
        var ddTags: PropagationTags = [:]

        init(_ remote: DatadogSpanContext?, expected: EncodedSpans.Size) {
            finished = EncodedSpans(expected: expected)
            guard let remote else { return }
            decision = remote.samplingPriority.map { SamplingDecision(inherited: $0) }
            propagationError = remote.propagationError
            ddTags = remote.propagationTags
        }

        mutating func takeFinished() -> EncodedSpans {
            var taken = EncodedSpans(expected: finished.size)
            swap(&taken, &finished)
            return taken
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
        self.spanIDs = tracer.ids.nextSpanIDs()
        self.isOpen = Atomic(isSent)
        self.state = Mutex(State(remote?.context, expected: tracer.chunkSize.expected))
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
        let (ended, decision) = state.withLock { ($0.ended, $0.decision) }
        let spans = state.withLock { $0.takeFinished() }
        tracer.openBytes.add(-spans.heldBytes)
        close()
        guard isSent else { return }
        let open = startedSpans.load(ordering: .relaxed) - ended
        if open > 0 { tracer.statistics.dropped(.neverEnded, spans: open) }
        guard !spans.isEmpty else { return }
        let taken = decision ?? decide(spans)
        deliver(DueChunk(spans: spans, isPartial: false), decision: taken)
    }

    /// The first span here may be among the lost: as in ddtrace, the first of those that are left stands for it.
    private func decide(_ spans: borrowing EncodedSpans) -> SamplingDecision {
        let span = spans.decoded(TagBuffer()).min { $0.fields.sequence < $1.fields.sequence }
        return span.map { tracer.sampler.decide(SamplingCandidate($0, env: tracer.configuration.env)) }
            ?? .automaticKeep
    }

    /// Counts a span that starts (Unix nanoseconds), and gives it its ids and its place in the order of starts.
    @inline(__always)
    func start(at time: UInt64, below parentID: UInt64?) -> SpanNumbers {
        let sequence = startedSpans.wrappingAdd(1, ordering: .relaxed).newValue
        if isSent, !isOpen.load(ordering: .relaxed) { reopen() }
        return SpanNumbers(
            traceID: id,
            spanID: spanIDs[sequence],
            parentID: parentID,
            start: Int64(clamping: time),
            sequence: sequence
        )
    }

    /// Whether all spans are of the tracer's service: then nobody has to ask the one above, which takes its lock.
    var isOfOneService: Bool { !isServiceGiven.load(ordering: .relaxed) }

    /// A span is given a service, perhaps another one.
    func noteService() {
        // Other threads read it all the time, and would wait for each writing.
        if isOfOneService { isServiceGiven.store(true, ordering: .relaxed) }
    }

    /// Counts as open again: a span has started after all others had ended.
    private func reopen() {
        if !isOpen.exchange(true, ordering: .relaxed) { tracer.traceReopened() }
    }

    private func close() {
        if isOpen.exchange(false, ordering: .relaxed) { tracer.traceClosed() }
    }

    /// What taking a finished span leads to.
    struct Outcome {
        /// Whether the span was one too many.
        let isTurnedAway: Bool
        /// Whether it is time to send a chunk.
        let isDue: Bool
    }

    /// Takes a span that is complete; it stays as it is.
    func take(_ span: inout SpanState, _ constants: borrowing TagBuffer) -> Outcome {
        take { $0.append(&span, constants) }
    }

    /// Takes a finished span.
    func take(_ span: FinishedSpan) -> Outcome {
        take { $0.append(span) }
    }

    @inline(__always)
    private func take(_ append: (inout EncodedSpans) -> Void) -> Outcome {
        state.withLock { state in
            state.ended += 1
            // Spans that start from here on make the chunk a partial one, or begin another.
            let open = startedSpans.load(ordering: .relaxed) - state.ended
            let isKept = state.finished.count < tracer.limits.maximumSpans
            let before = state.finished.heldBytes
            if isKept { append(&state.finished) }
            // Most spans find room that was counted with an earlier one.
            let growth = state.finished.heldBytes &- before
            let isTooMuch = growth != 0 && !tracer.openBytes.add(growth)
            // Who holds ended spans, as the context of a task does, does not hold up other traces.
            if open == 0 { close() }
            let isDue = open == 0 || isTooMuch || state.finished.count >= tracer.limits.partialFlushMinimum
            return Outcome(isTurnedAway: !isKept, isDue: isDue)
        }
    }

    /// Sends what has finished; the decision is taken now if it was not taken before.
    func send(root: DatadogSpan) {
        let chunk = state.withLock { state in
            let open = startedSpans.load(ordering: .relaxed) - state.ended
            return DueChunk(spans: state.takeFinished(), isPartial: open > 0)
        }
        tracer.openBytes.add(-chunk.spans.heldBytes)
        // Of two spans that end at once, one sends for both.
        guard !chunk.spans.isEmpty else { return }
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
    func addPropagatedTags(to tags: inout TagBuffer) {
        guard let remote = remote?.context else { return }
        if let origin = remote.origin { tags.setIfAbsent("_dd.origin", .text(origin)) }
        for tag in remote.propagationTags.tags
        where tag.key != PropagationTags.decisionMaker && tag.key != PropagationTags.traceSource {
            tags.setIfAbsent(tag.key, .text(tag.value))
        }
    }

    private func deliver(_ due: consuming DueChunk, decision: SamplingDecision) {
        var chunk = due
        chunk.leave(decision)
        guard !decision.isDiscarded else {
            return tracer.statistics.dropped(.discardedByRule, chunks: 1, spans: chunk.spans.count)
        }
        tracer.chunkSize.update(chunk.spans.size)
        chunk.spans.sort()
        chunk.spans.trim()
        if decision.priority <= 0, tracer.spanSampler.hasRules { chunk.change { tracer.spanSampler.mark(&$0) } }
        let tags = tracer.chunkTags.tags(ChunkFacts(chunk, of: self, decision))
        tracer.receiver.receive(TraceChunk(chunk.spans, head: tags))
    }
}
