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
        var accompanied: FinishedSpan?
        // Locks are taken from a span to those above it and to the trace, never the other way.
        let chunk = state.withLock { state -> DueChunk? in
            guard state.end() else { return nil }
            if let manual = state.settle()?.manual { trace.override(manual.decision) }
            if state.droppedTags > 0 { tracer.statistics.dropped(tags: state.droppedTags) }
            addTags(to: &state)
            defer { state.extras = OptionalSpanExtras() }
            guard !state.extras.hasCompanion else {
                accompanied = finished(state, duration: duration)
                return nil
            }
            let (isKept, chunk) = trace.take { finished(state, duration: duration) }
            if !isKept { tracer.statistics.dropped(.traceTooLarge, spans: 1) }
            return chunk
        }
        if let accompanied {
            finish(accompanied)
        } else if let chunk {
            trace.send(chunk, root: root)
        }
    }

    /// The rest for a span with a companion, which is called without locks.
    private func finish(_ span: consuming FinishedSpan) {
        let companion = span.fields.extras.takeCompanion()
        let isInterested = companion?.spanEnded(&span) ?? false
        if isInterested { span.fields.extras.value.companion = companion }
        let (isKept, chunk) = trace.take { [span] in span }
        if !isKept {
            tracer.statistics.dropped(.traceTooLarge, spans: 1)
            if isInterested { companion?.spanDeparts(&span, priority: 0) }
        }
        if let chunk { trace.send(chunk, root: root) }
    }

    /// What a sampler may know of the span, ended or not.
    var samplingCandidate: SamplingCandidate {
        let (name, service, resource) = state.withLock { state in
            (state.operationName, state.currentService, state.currentResource)
        }
        return SamplingCandidate(
            traceID: traceID,
            service: service,
            name: name,
            resource: resource,
            env: tracer.configuration.env,
            span: { self.snapshot }
        )
    }

    /// What would go to the agent if the span ended now.
    private var snapshot: FinishedSpan {
        state.withLock { state in
            var state = state.copy
            if !state.isEnded {
                state.settle()
                addTags(to: &state)
            }
            return finished(state, duration: elapsedNanoseconds)
        }
    }

    /// A span in this state, whose attributes are settled.
    private func finished(_ state: borrowing SpanState, duration: UInt64) -> FinishedSpan {
        var span = FinishedSpan(
            FinishedSpan.Fields(
                traceID: traceID,
                spanID: spanID,
                parentID: parentID,
                name: state.operationName,
                service: state.service,
                resource: state.resource.isEmpty ? state.operationName : state.resource,
                type: state.type,
                start: Int64(clamping: timer.start),
                duration: Int64(clamping: duration),
                isError: state.isError,
                sequence: sequence,
                tags: state.tags,
                extras: state.extras
            )
        )
        span.fields.share(unifiedTags(state))
        return span
    }

    private func unifiedTags(_ state: borrowing SpanState) -> SharedTags {
        let own = tracer.service
        var isVersioned = state.isVersioned
        // A service that came as an attribute counts as if it had been known at the start.
        if state.isServiceAttribute { isVersioned = state.service == own && (isLocalRoot || root.service == own) }
        return tracer.unifiedTags.tags(kind: kind, isOwn: state.service == own, isVersioned: isVersioned)
    }

    /// Adds what the tracer knows; what was set by hand stays.
    private func addTags(to state: inout SpanState) {
        if let parent {
            if parent.service != state.service { state.tags.setIfAbsent("_dd.top_level", .number(1)) }
        } else {
            state.tags.setIfAbsent("_dd.top_level", .number(1))
            addLocalRootTags(to: &state.tags)
            if let remote = trace.remote?.context { add(remote, to: &state) }
        }
        if state.isServiceManual { state.tags.setIfAbsent("_dd.svc_src", .text("m")) }
        trace.addPropagatedTags(to: &state.tags)
        if state.extras.isPresent { addExtraTags(to: &state) }
    }

    private func addLocalRootTags(to tags: inout TagList) {
        tags.setIfAbsent("runtime-id", .text(tracer.process.runtimeID))
        tags.setIfAbsent("process_id", .number(Double(tracer.process.processID)))
        if let name = tracer.configuration.hostName { tags.setIfAbsent("_dd.hostname", SpanTag.Value(name)) }
        if let error = trace.propagationError { tags.setIfAbsent("_dd.propagation_error", .text(error)) }
    }

    /// What the local root says about the headers that came.
    private func add(_ remote: DatadogSpanContext, to state: inout SpanState) {
        if let parentID = remote.lastDatadogParentID { state.tags.setIfAbsent("_dd.parent_id", .text(parentID)) }
        for (key, value) in remote.baggageTags { state.tags.setIfAbsent(key, SpanTag.Value(value)) }
        if !remote.links.isEmpty { state.extras.value.links.insert(contentsOf: remote.links, at: 0) }
    }

    private func addExtraTags(to state: inout SpanState) {
        let extras = state.extras.value
        if let message = extras.statusMessage { state.tags.setIfAbsent("error.message", SpanTag.Value(message)) }
        if let error = extras.error {
            state.tags.setIfAbsent("error.type", SpanTag.Value(error.type))
            state.tags.setIfAbsent("error.message", SpanTag.Value(error.message))
            state.tags.setIfAbsent("error.stack", SpanTag.Value(error.stack))
        }
        if !extras.events.isEmpty, !tracer.configuration.usesNativeSpanEvents {
            state.tags.setIfAbsent("events", .text(JSONValue.array(extras.events.map(\.json)).text))
        }
    }
}
