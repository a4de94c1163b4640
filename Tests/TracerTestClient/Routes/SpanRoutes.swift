// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import Tracing

/// Starting and ending spans in Datadog's terms.
struct SpanRoutes {
    let host: TracedHost

    func add(to router: TestClientRouter) {
        router.json("/trace/span/start") { request in start(request) }
        router.json("/trace/span/finish") { request in try finish(request) }
        router.get("/trace/span/current") { _, _ in JSONAnswer(StartedSpan(host.spans.active)) }
        router.json("/trace/span/flush") { (_: Nothing) in
            await host.flush()
            return Nothing()
        }
        router.json("/trace/stats/flush") { (_: Nothing) in
            await host.flushStats()
            return Nothing()
        }
    }

    private struct StartRequest: Decodable {
        let name: String
        let service: String?
        let resource: String?
        let type: String?
        let parentId: WireID?
        let spanTags: [WireHeader]?
    }

    private func start(_ request: StartRequest) -> StartedSpan {
        let span = host.tracer.startSpan(request.name, context: host.spans.parent(request.parentId))
        if let service = request.service, !service.isEmpty { span.attributes["service.name"] = service }
        if let resource = request.resource, !resource.isEmpty { span.attributes["resource.name"] = resource }
        if let type = request.type, !type.isEmpty { span.attributes["span.type"] = type }
        for tag in request.spanTags ?? [] { span.attributes[tag.name] = tag.value }
        host.spans.insert(span)
        return StartedSpan(span)
    }

    private func finish(_ request: SpanReference) throws -> Nothing {
        try host.spans.span(request.spanId).end()
        host.spans.ended(request.spanId)
        return Nothing()
    }
}
