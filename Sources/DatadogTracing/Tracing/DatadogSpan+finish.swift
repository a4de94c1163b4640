// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracing

extension DatadogSpan {
    /// Ends the span now, by the monotonic clock alone; the second call does nothing.
    ///
    /// The same as `end()`, for less.
    public func finish() {
        guard isRecorded else { return }
        finish(duration: timer.duration(offset: trace.clockOffset))
    }

    func finish(duration: UInt64) {
        // Locks are taken from a span to the one above and the first one, and to the trace; never the other way.
        let ending = state.withLock { state -> Ending in
            guard end(&state, duration: duration) else { return .earlier }
            guard state.extras.companion == nil else { return .accompanied }
            let outcome = trace.take(&state, constantTags(&state).pointee)
            state.extras = OptionalSpanExtras()
            return .taken(outcome, parent: state.parent.release())
        }
        switch ending {
        case .earlier: return
        case .accompanied: leaveAccompanied()
        // The span above is let go here, where there is no lock.
        case .taken(let outcome, parent: _): leave(with: outcome)
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

    private func leave(with outcome: LocalTrace.Outcome) {
        if outcome.isTurnedAway { tracer.statistics.dropped(.traceTooLarge, spans: 1) }
        if outcome.isDue { trace.send(root: root) }
    }

    /// Hands over the span with its companion, which is called without locks.
    private func leaveAccompanied() {
        var span = state.withLock { state in
            defer { state.extras = OptionalSpanExtras() }
            return FinishedSpan(&state, constantTags(&state).pointee)
        }
        if let companion = span.companion, !companion.spanEnded(&span) { span.companion = nil }
        let outcome = trace.take(span)
        if outcome.isTurnedAway { span.companion?.spanDeparts(&span, priority: 0) }
        _ = state.withLock { $0.parent.release() }
        leave(with: outcome)
    }

    /// Whether the span was open; its own tags and fields are complete now.
    private func end(_ state: inout SpanState, duration: UInt64) -> Bool {
        guard state.end() else { return false }
        if let manual = state.settle()?.manual { trace.override(manual.decision) }
        if state.droppedTags > 0 { tracer.statistics.dropped(tags: state.droppedTags) }
        if state.extras.isPresent { tracer.statistics.dropped(extras: state.extras.dropped) }
        complete(&state, duration: duration)
        return true
    }

    /// What a sampler may know of the span, ended or not.
    var samplingCandidate: SamplingCandidate {
        let (name, service, resource, env) = state.withLock { state in
            (state.fields.name, state.currentService, state.currentResource, state.value("env")?.string)
        }
        return SamplingCandidate(
            traceID: traceID,
            service: service,
            name: name,
            resource: resource,
            env: env ?? tracer.configuration.env,
            span: { self.snapshot }
        )
    }

    /// What would go to the agent if the span ended now.
    private var snapshot: FinishedSpan {
        state.withLock { state in
            var copy = state.copy
            if copy.end() {
                copy.settle()
                complete(&copy, duration: elapsedNanoseconds)
            }
            return FinishedSpan(&copy, constantTags(&copy).pointee)
        }
    }

    /// Fills in what is known at the end; the attributes are settled. What was set by hand stays.
    private func complete(_ state: inout SpanState, duration: UInt64) {
        state.fields.duration = Int64(clamping: duration)
        if state.fields.resource.isEmpty { state.fields.resource = state.fields.name }
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
    private func constantTags(_ state: inout SpanState) -> UnsafePointer<TagBuffer> {
        let service = state.fields.service
        let isOwn = service == tracer.service
        var isVersioned = state.isVersioned
        // A service that came as an attribute counts as if it had been known at the start.
        if state.isServiceAttribute { isVersioned = isOwn && (isLocalRoot || root.service == tracer.service) }
        // Another way of writing the configured service is no other service.
        let isSame = isOwn || service.equalsIgnoringCase(tracer.service)
        let position = position(&state)
        let variant = UnifiedTags.Variant(kind: kind, isOwn: isSame, isVersioned: isVersioned, position)
        return tracer.unifiedTags.tags(variant, for: &state.tags)
    }

    private func position(_ state: inout SpanState) -> UnifiedTags.Position {
        guard !isLocalRoot else { return .localRoot }
        guard !trace.isOfOneService else { return .inner }
        let (service, parent) = (state.fields.service, state.parent.span ?? root)
        return parent.state.withLock { $0.has(service: service) } ? .inner : .entry
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
