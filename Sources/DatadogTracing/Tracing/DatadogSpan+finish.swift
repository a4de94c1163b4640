// SPDX-License-Identifier: Apache-2.0

import JSON
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
        // Locks are taken from a span to those above it and to the trace, never the other way.
        let ended = state.withLock { state -> (span: FinishedSpan, companion: (any SpanCompanion)?)? in
            guard !state.isEnded else { return nil }
            state.isEnded = true
            if let manual = state.settle()?.manual { trace.override(manual.decision) }
            if state.droppedTags > 0 { tracer.statistics.dropped(tags: state.droppedTags) }
            let span = finished(&state, duration: duration)
            state.events = []
            state.links = []
            state.metaStruct = [:]
            return (span, state.companion.take())
        }
        guard var ended else { return }
        let isAccompanied = ended.companion?.spanEnded(&ended.span) ?? false
        trace.ended(ended.span, companion: isAccompanied ? ended.companion : nil, root: root)
    }

    /// What a sampler may know of the span, ended or not.
    var samplingCandidate: SamplingCandidate {
        var snapshot = state.withLock { $0 }
        _ = snapshot.settle()
        return SamplingCandidate(
            traceID: traceID,
            service: snapshot.service,
            name: snapshot.operationName,
            resource: snapshot.resource ?? snapshot.operationName,
            env: tracer.configuration.env,
            span: { [snapshot] in
                var state = snapshot
                return self.finished(&state, duration: self.elapsedNanoseconds)
            }
        )
    }

    /// What goes to the agent if the span ends in this state, whose attributes are settled.
    private func finished(_ state: inout SpanState, duration: UInt64) -> FinishedSpan {
        addTags(to: &state)
        var span = FinishedSpan(
            traceID: traceID,
            spanID: spanID,
            parentID: parentID,
            name: state.operationName,
            service: state.service,
            resource: state.resource ?? state.operationName,
            type: state.type,
            start: Int64(clamping: timer.start),
            duration: Int64(clamping: duration),
            isError: state.isError,
            tags: state.tags,
            shared: nil
        )
        span.share(unifiedTags(state))
        span.links = links(state)
        span.events = state.events
        span.metaStruct = state.metaStruct
        span.sequence = sequence
        return span
    }

    private func unifiedTags(_ state: SpanState) -> SharedTags {
        let own = tracer.configuration.service
        var isVersioned = state.isVersioned
        // A service that came as an attribute counts as if it had been known at the start.
        if state.isServiceAttribute { isVersioned = state.service == own && (isLocalRoot || root.service == own) }
        return tracer.unifiedTags.tags(kind: kind, isOwn: state.service == own, isVersioned: isVersioned)
    }

    private func links(_ ended: SpanState) -> [DatadogSpanLink] {
        guard isLocalRoot, let terminated = trace.remoteParent?.links, !terminated.isEmpty else { return ended.links }
        return terminated + ended.links
    }

    /// Adds what the tracer knows; what was set by hand stays.
    private func addTags(to state: inout SpanState) {
        if let parent {
            if parent.service != state.service { state.tags.setIfAbsent("_dd.top_level", .number(1)) }
        } else {
            state.tags.setIfAbsent("_dd.top_level", .number(1))
            addLocalRootTags(to: &state.tags)
        }
        if state.isServiceManual { state.tags.setIfAbsent("_dd.svc_src", .text("m")) }
        trace.addPropagatedTags(to: &state.tags)
        addErrorTags(of: &state)
        if !state.events.isEmpty, !tracer.configuration.usesNativeSpanEvents {
            state.tags.setIfAbsent("events", .text(JSONValue.array(state.events.map(\.json)).text))
        }
    }

    private func addLocalRootTags(to tags: inout TagList) {
        tags.setIfAbsent("runtime-id", .text(tracer.process.runtimeID))
        tags.setIfAbsent("process_id", .number(Double(tracer.process.processID)))
        if let name = tracer.configuration.hostName { tags.setIfAbsent("_dd.hostname", SpanTag.Value(name)) }
        if let parentID = trace.remoteParent?.lastDatadogParentID { tags.setIfAbsent("_dd.parent_id", .text(parentID)) }
        if let error = trace.propagationError { tags.setIfAbsent("_dd.propagation_error", .text(error)) }
        for (key, value) in trace.remoteParent?.baggageTags ?? [:] { tags.setIfAbsent(key, SpanTag.Value(value)) }
    }

    private func addErrorTags(of state: inout SpanState) {
        if let message = state.statusMessage { state.tags.setIfAbsent("error.message", SpanTag.Value(message)) }
        guard let error = state.recordedError else { return }
        state.tags.setIfAbsent("error.type", SpanTag.Value(error.type))
        state.tags.setIfAbsent("error.message", SpanTag.Value(error.message))
        state.tags.setIfAbsent("error.stack", SpanTag.Value(error.stack))
    }
}
