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
        if let manual = ManualSampling(ended.attributes) { trace.override(manual.decision) }
        return finished(ended, duration: duration)
    }

    private func finished(_ ended: SpanState, duration: UInt64) -> FinishedSpan {
        var tags = SpanTags()
        addUnifiedTags(to: &tags, service: service)
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
            resource: ended.attributes.get(Self.resourceKey)?.text ?? ended.operationName,
            type: ended.attributes.get(Self.typeKey)?.text ?? "",
            start: Int64(clamping: timer.start),
            duration: Int64(clamping: duration),
            isError: ended.attributes.get(Self.errorKey)?.isTrue ?? false,
            meta: tags.meta,
            metrics: tags.metrics,
            links: links(ended),
            events: ended.events
        )
        span.sequence = sequence
        return span
    }

    private func links(_ ended: SpanState) -> [DatadogSpanLink] {
        guard isLocalRoot, let terminated = trace.remoteParent?.links, !terminated.isEmpty else { return ended.links }
        return terminated + ended.links
    }

    private func addUnifiedTags(to tags: inout SpanTags, service: String) {
        let configuration = tracer.configuration
        tags.meta = configuration.tags
        if let env = configuration.env { tags.meta["env"] = env }
        if let version = configuration.version, service == configuration.service, root.service == service {
            tags.meta["version"] = version
        }
        if service != configuration.service { tags.meta["_dd.base_service"] = configuration.service }
        tags.meta["span.kind"] = kind.datadogName
        if parent == nil || parent?.service != service { tags.metrics["_dd.top_level"] = 1 }
        trace.addPropagatedTags(to: &tags)
    }

    private func addLocalRootTags(to tags: inout SpanTags) {
        guard isLocalRoot else { return }
        tags.meta["runtime-id"] = tracer.process.runtimeID
        tags.metrics["process_id"] = Double(tracer.process.processID)
        tags.meta["_dd.parent_id"] = trace.remoteParent?.lastDatadogParentID
        tags.meta["_dd.propagation_error"] = trace.propagationError
    }

    private func addErrorTags(of ended: SpanState, to tags: inout SpanTags) {
        if let message = ended.statusMessage { tags.meta["error.message"] = message }
        guard let error = ended.recordedError else { return }
        tags.set("error.type", to: error.type)
        tags.set("error.message", to: error.message)
        tags.set("error.stack", to: error.stack)
    }
}

extension SpanKind {
    /// As in the tag `span.kind`.
    var datadogName: String {
        switch self {
        case .server: "server"
        case .client: "client"
        case .producer: "producer"
        case .consumer: "consumer"
        case .internal: "internal"
        }
    }
}
