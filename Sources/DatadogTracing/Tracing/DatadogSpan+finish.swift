// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracing

extension DatadogSpan {
    /// Ends the span now, by the monotonic clock alone; the second call does nothing.
    ///
    /// The same as `end()`, for less.
    @inlinable
    public func finish() {
        if isRecorded { finishNow() }
    }

    @usableFromInline
    func finishNow() {
        ancestry.withTrace { finish(duration: timer.duration(offset: $0.clockOffset), in: $0) }
    }

    /// - Parameter trace: the span's own, lent.
    func finish(duration: UInt64, in trace: LocalTrace) {
        // Locks are taken from a span to the one above and the first one, and to the trace; never the other way.
        let ending = state.withLock { state -> Ending in
            guard end(&state, duration: duration, in: trace) else { return .earlier }
            if state.extras.isPresent, state.extras.companion != nil { return .accompanied }
            let outcome = trace.take(&state, constantTags(&state, in: trace).pointee)
            if state.extras.isPresent { state.extras = OptionalSpanExtras() }
            return .taken(outcome, parent: state.parent.release())
        }
        switch ending {
        case .earlier: return
        case .accompanied: leaveAccompanied(trace)
        // The span above is let go here, where there is no lock.
        case .taken(let outcome, parent: _): leave(trace, with: outcome)
        }
    }

    /// What ending a span led to.
    private enum Ending {
        /// It had ended before.
        case earlier
        /// It has a companion, which may change it before its trace takes it.
        case accompanied
        case taken(LocalTrace.Outcome, parent: DatadogSpan?)
    }

    private func leave(_ trace: LocalTrace, with outcome: LocalTrace.Outcome) {
        if outcome.isTurnedAway { trace.tracer.statistics.dropped(.traceTooLarge, spans: 1) }
        if outcome.isDue { trace.send(root: root) }
    }

    /// Hands over the span with its companion, which is called without locks.
    private func leaveAccompanied(_ trace: LocalTrace) {
        var span = state.withLock { state in
            defer { state.extras = OptionalSpanExtras() }
            return FinishedSpan(&state, constantTags(&state, in: trace).pointee)
        }
        if let companion = span.companion, !companion.spanEnded(&span) { span.companion = nil }
        let outcome = trace.take(span)
        if outcome.isTurnedAway { span.companion?.spanDeparts(&span, priority: 0) }
        _ = state.withLock { $0.parent.release() }
        leave(trace, with: outcome)
    }

    /// Whether the span was open; its own tags and fields are complete now.
    private func end(_ state: inout SpanState, duration: UInt64, in trace: LocalTrace) -> Bool {
        guard state.end() else { return false }
        if state.attributes != nil, let manual = state.settle()?.manual { trace.override(manual.decision) }
        if state.droppedTags > 0 { trace.tracer.statistics.dropped(tags: state.droppedTags) }
        if state.extras.isPresent { trace.tracer.statistics.dropped(extras: state.extras.dropped) }
        complete(&state, duration: duration, in: trace)
        return true
    }

    /// What a sampler may know of the span, ended or not.
    var samplingCandidate: SamplingCandidate {
        let (service, env) = state.withLock { state in
            (state.service(own: tracer.service), state.value("env")?.string)
        }
        return SamplingCandidate(self, service: service, env: env ?? tracer.configuration.env)
    }

    /// What would go to the agent if the span ended now.
    var snapshot: FinishedSpan {
        state.withLock { state in
            var copy = state.copy
            if copy.end() {
                copy.settle()
                complete(&copy, duration: elapsedNanoseconds, in: trace)
            }
            return FinishedSpan(&copy, constantTags(&copy, in: trace).pointee)
        }
    }

    /// Fills in what is known at the end; the attributes are settled. What was set by hand stays.
    private func complete(_ state: inout SpanState, duration: UInt64, in trace: LocalTrace) {
        state.numbers.duration = Int64(clamping: duration)
        if isLocalRoot { addLocalRootTags(&state) }
        if trace.remote != nil { trace.addPropagatedTags(to: &state.tags) }
        if state.extras.isPresent { addExtraTags(&state) }
        if state.isServiceManual { state.tags.setIfAbsent("_dd.svc_src", .text("m")) }
    }

    private func addLocalRootTags(_ state: inout SpanState) {
        if let error = trace.propagationError { state.tags.setIfAbsent("_dd.propagation_error", .text(error)) }
        guard let remote = trace.remote?.context else { return }
        // What the local root says about the headers that came.
        if let parentID = remote.lastDatadogParentID { state.tags.setIfAbsent("_dd.parent_id", .text(parentID)) }
        for (key, value) in remote.baggageTags { state.tags.setIfAbsent(key, SpanTag.Value(value)) }
        if !remote.links.isEmpty { state.extras.value.links.insert(contentsOf: remote.links, at: 0) }
    }

    private func addExtraTags(_ state: inout SpanState) {
        let extras = state.extras.value
        if let message = extras.statusMessage { state.tags.setIfAbsent("error.message", SpanTag.Value(message)) }
        if let error = extras.error {
            state.tags.setIfAbsent("error.type", SpanTag.Value(error.type))
            state.tags.setIfAbsent("error.message", SpanTag.Value(error.message))
            state.tags.setIfAbsent("error.stack", SpanTag.Value(error.stack))
        }
        if !extras.events.isEmpty, !tracer.configuration.usesNativeSpanEvents {
            state.tags.setIfAbsent("events", .text(extras.eventText))
        }
    }

    /// What the tracer knows of a span that is complete; nothing if that had to go among the span's own tags, which win.
    private func constantTags(_ state: inout SpanState, in trace: LocalTrace) -> UnsafePointer<TagBuffer> {
        let tracer = trace.tracer
        let isOwn = state.isOwnService || state.service == tracer.service
        var isVersioned = state.isVersioned
        // A service that came as an attribute counts as if it had been known at the start.
        if state.isServiceAttribute { isVersioned = isOwn && (isLocalRoot || root.service == tracer.service) }
        // Another way of writing the configured service is no other service.
        let isSame = isOwn || state.service.equalsIgnoringCase(tracer.service)
        let position = position(&state, in: trace)
        let variant = UnifiedTags.Variant(kind: kind, isOwn: isSame, isVersioned: isVersioned, position)
        return tracer.unifiedTags.tags(variant, for: &state.tags)
    }

    private func position(_ state: inout SpanState, in trace: LocalTrace) -> UnifiedTags.Position {
        guard !isLocalRoot else { return .localRoot }
        guard !trace.isOfOneService else { return .inner }
        let own = trace.tracer.service
        let (service, parent) = (state.service(own: own), state.parent.span ?? root)
        return parent.state.withLock { $0.has(service: service, own: own) } ? .inner : .entry
    }
}

extension FinishedSpan {
    /// A span that is complete.
    init(_ state: inout SpanState, _ constants: borrowing TagBuffer) {
        var spans = EncodedSpans()
        spans.append(&state, constants)
        let place = spans.places[0]
        self = spans.withSpan(place) { $0.decoded(TagBuffer()) }
        extras = state.extras
    }
}
