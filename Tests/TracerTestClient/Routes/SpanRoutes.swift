// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import JSON
import Tracing

/// Starting and ending spans in Datadog's terms.
struct SpanRoutes {
    let host: TracedHost

    func add(to router: TestClientRouter) {
        router.json("/trace/span/start") { request, body in start(request, body) }
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
    }

    private func start(_ request: StartRequest, _ body: JSONValue) -> StartedSpan {
        let span = host.tracer.startSpan(
            request.name,
            childOf: .context(host.spans.parent(request.parentId)),
            service: request.service.nonEmpty,
            resource: request.resource.nonEmpty,
            type: request.type.nonEmpty
        )
        for tag in body["span_tags"]?.arrayValue ?? [] {
            guard let key = tag[0]?.stringValue, let value = tag[1]?.attribute else { continue }
            span.updateAttributes { $0.set(key, value: value) }
        }
        host.spans.insert(span)
        return StartedSpan(span)
    }

    private func finish(_ request: SpanReference) throws -> Nothing {
        try host.spans.span(request.spanId).finish()
        host.spans.ended(request.spanId)
        return Nothing()
    }
}

extension String? {
    /// Some clients write an empty text for what they do not mean to set.
    fileprivate var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
