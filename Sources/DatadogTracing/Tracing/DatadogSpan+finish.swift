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
        // Locks are taken from a span to the one above and the first one, and to the trace; never the other way.
        guard var span = state.withLock({ end(&$0, duration: duration) }) else { return }
        leaveParent()
        // Called without locks.
        if let companion = span.companion, !companion.spanEnded(&span) { span.companion = nil }
        leave(span)
    }

    /// The span as it goes to its trace; nil if it had ended before.
    private func end(_ state: inout SpanState, duration: UInt64) -> FinishedSpan? {
        guard state.end() else { return nil }
        if let manual = state.settle()?.manual { trace.override(manual.decision) }
        if state.droppedTags > 0 { tracer.statistics.dropped(tags: state.droppedTags) }
        tracer.statistics.dropped(extras: state.record.fields.extras.dropped)
        complete(state, duration: duration)
        return state.leave()
    }

    private func leave(_ span: consuming FinishedSpan) {
        let (turnedAway, chunk) = trace.take(span)
        if var turnedAway {
            tracer.statistics.dropped(.traceTooLarge, spans: 1)
            turnedAway.companion?.spanDeparts(&turnedAway, priority: 0)
        }
        if let chunk { trace.send(chunk, root: root) }
    }

    /// What a sampler may know of the span, ended or not.
    var samplingCandidate: SamplingCandidate {
        let (name, service, resource, env) = state.withLock { state in
            (state.record.fields.name, state.currentService, state.currentResource, state.value("env")?.string)
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
                complete(copy, duration: elapsedNanoseconds)
            }
            return FinishedSpan(copy.record)
        }
    }

    /// Fills in what is known at the end; the attributes are settled.
    private func complete(_ state: borrowing SpanState, duration: UInt64) {
        let record = state.record
        record.fields.duration = Int64(clamping: duration)
        if record.fields.resource.isEmpty { record.fields.resource = record.fields.name }
        addTags(to: record)
        if state.isServiceManual { record.fields.tags.setIfAbsent("_dd.svc_src", .text("m")) }
        record.share(unifiedTags(state))
    }

    private func unifiedTags(_ state: borrowing SpanState) -> SharedTags {
        let service = state.record.fields.service
        let isOwn = service == tracer.service
        var isVersioned = state.isVersioned
        // A service that came as an attribute counts as if it had been known at the start.
        if state.isServiceAttribute { isVersioned = isOwn && (isLocalRoot || root.service == tracer.service) }
        // Another way of writing the configured service is no other service.
        let isSame = isOwn || service.equalsIgnoringCase(tracer.service)
        return tracer.unifiedTags.tags(kind: kind, isOwn: isSame, isVersioned: isVersioned)
    }

    /// Adds what the tracer knows; what was set by hand stays.
    private func addTags(to record: SpanRecord) {
        if let parent {
            if parent.service != record.fields.service { record.fields.tags.setIfAbsent("_dd.top_level", .number(1)) }
        } else {
            record.fields.tags.reserve(Self.rootTags)
            record.fields.tags.setIfAbsent("_dd.top_level", .number(1))
            addLocalRootTags(to: &record.fields.tags)
            if let remote = trace.remote?.context { add(remote, to: record) }
        }
        trace.addPropagatedTags(to: &record.fields.tags)
        if record.fields.extras.isPresent { addExtraTags(to: record) }
    }

    /// About as many tags as the first span of a trace gets, those of its chunk among them.
    private static let rootTags = 12

    private func addLocalRootTags(to tags: inout TagList) {
        tags.setIfAbsent("runtime-id", .text(tracer.process.runtimeID))
        tags.setIfAbsent("process_id", .number(Double(tracer.process.processID)))
        if let name = tracer.configuration.hostName { tags.setIfAbsent("_dd.hostname", SpanTag.Value(name)) }
        if let error = trace.propagationError { tags.setIfAbsent("_dd.propagation_error", .text(error)) }
    }

    /// What the local root says about the headers that came.
    private func add(_ remote: DatadogSpanContext, to record: SpanRecord) {
        if let parentID = remote.lastDatadogParentID {
            record.fields.tags.setIfAbsent("_dd.parent_id", .text(parentID))
        }
        for (key, value) in remote.baggageTags { record.fields.tags.setIfAbsent(key, SpanTag.Value(value)) }
        if !remote.links.isEmpty { record.fields.extras.value.links.insert(contentsOf: remote.links, at: 0) }
    }

    private func addExtraTags(to record: SpanRecord) {
        let extras = record.fields.extras.value
        if let message = extras.statusMessage {
            record.fields.tags.setIfAbsent("error.message", SpanTag.Value(message))
        }
        if let error = extras.error {
            record.fields.tags.setIfAbsent("error.type", SpanTag.Value(error.type))
            record.fields.tags.setIfAbsent("error.message", SpanTag.Value(error.message))
            record.fields.tags.setIfAbsent("error.stack", SpanTag.Value(error.stack))
        }
        if !extras.events.isEmpty, !tracer.configuration.usesNativeSpanEvents {
            record.fields.tags.setIfAbsent("events", .text(JSONValue.array(extras.events.map(\.json)).text))
        }
    }
}
