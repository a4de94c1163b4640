// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import Tracing

extension DatadogSpan {
    /// Closes the span and gives what goes to the agent; nil if it was closed before.
    func finish(duration: UInt64) -> FinishedSpan? {
        let ended = state.withLock { state -> SpanState? in
            guard !state.isEnded else { return nil }
            let last = state
            state.isEnded = true
            state.events = []
            state.links = []
            return last
        }
        guard let ended else { return nil }
        let fields = SpanFields(ended.attributes)
        if let manual = fields.manual { trace.override(manual.decision) }
        return finished(ended, fields, duration: duration)
    }

    /// What goes to the agent if the span ends in this state.
    private func finished(_ ended: SpanState, _ fields: SpanFields, duration: UInt64) -> FinishedSpan {
        let service = fields.service ?? inheritedService
        var tags = unifiedTags(service: service)
        trace.addPropagatedTags(to: &tags)
        addLocalRootTags(to: &tags)
        addErrorTags(of: ended, to: &tags)
        tags.add(ended.attributes)
        if !ended.events.isEmpty {
            tags.meta["events"] = JSONValue.array(ended.events.map(\.json)).text
        }
        var span = FinishedSpan(
            traceID: traceID,
            spanID: spanID,
            parentID: parentID,
            name: ended.operationName,
            service: service,
            resource: fields.resource ?? ended.operationName,
            type: fields.type ?? "",
            start: Int64(clamping: timer.start),
            duration: Int64(clamping: duration),
            isError: fields.isError,
            meta: tags.meta,
            metrics: tags.metrics,
            links: links(ended),
            events: ended.events
        )
        span.sequence = sequence
        return span
    }

    /// What a sampler may know of the span, ended or not.
    var samplingCandidate: SamplingCandidate {
        let snapshot = state.withLock { $0 }
        let fields = SpanFields(snapshot.attributes)
        return SamplingCandidate(
            traceID: traceID,
            service: fields.service ?? inheritedService,
            name: snapshot.operationName,
            resource: fields.resource ?? snapshot.operationName,
            env: tracer.configuration.env,
            span: { self.finished(snapshot, fields, duration: self.elapsedNanoseconds) }
        )
    }

    private func links(_ ended: SpanState) -> [DatadogSpanLink] {
        guard isLocalRoot, let terminated = trace.remoteParent?.links, !terminated.isEmpty else { return ended.links }
        return terminated + ended.links
    }

    private func unifiedTags(service: String) -> SpanTags {
        let isOwn = service == tracer.configuration.service
        let rootService = isLocalRoot ? service : root.service
        var tags = SpanTags()
        tags.meta = tracer.unifiedTags.tags(kind: kind, isOwnService: isOwn, hasVersion: rootService == service)
        let parentService = parent === root ? rootService : parent?.service
        if isLocalRoot || parentService != service { tags.metrics["_dd.top_level"] = 1 }
        return tags
    }

    private func addLocalRootTags(to tags: inout SpanTags) {
        guard isLocalRoot else { return }
        tags.meta["runtime-id"] = tracer.process.runtimeID
        tags.metrics["process_id"] = Double(tracer.process.processID)
        tags.meta["_dd.parent_id"] = trace.remoteParent?.lastDatadogParentID
        tags.meta["_dd.propagation_error"] = trace.propagationError
        for (key, value) in trace.remoteParent?.baggageTags ?? [:] { tags.set(key, to: value) }
    }

    private func addErrorTags(of ended: SpanState, to tags: inout SpanTags) {
        if let message = ended.statusMessage { tags.meta["error.message"] = message }
        guard let error = ended.recordedError else { return }
        tags.set("error.type", to: error.type)
        tags.set("error.message", to: error.message)
        tags.set("error.stack", to: error.stack)
    }
}
