// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import JSON
import Tracing

/// Starting and ending spans in OpenTelemetry's terms, which are those of swift-distributed-tracing.
struct OTelSpanRoutes {
    let host: TracedHost

    func add(to router: TestClientRouter) {
        router.json("/trace/otel/start_span") { request, body in try start(request, body) }
        router.json("/trace/otel/end_span") { request in try end(request) }
        router.json("/trace/otel/is_recording") { request in try isRecording(request) }
        router.json("/trace/otel/span_context") { request in try context(request) }
        router.get("/trace/otel/current_span") { _, _ in JSONAnswer(StartedSpan(host.spans.active)) }
        router.json("/trace/otel/flush") { (_: Nothing) in
            await host.flush()
            return Flushed()
        }
    }

    private struct StartRequest: Decodable {
        let name: String
        let timestamp: Int64?
        let parentId: WireID?
        let spanKind: Int?
        let links: [Link]?
        let events: [WireEvent]?
    }

    private struct Link: Decodable {
        let parentId: WireID
    }

    private func start(_ request: StartRequest, _ body: JSONValue) throws -> StartedSpan {
        let span = startSpan(request)
        host.spans.insert(span)
        span.updateAttributes { $0.merge(body["attributes"]?.attributes ?? [:]) }
        for (index, link) in (request.links ?? []).enumerated() {
            let attributes = body["links"]?[index]?["attributes"]?.attributes ?? [:]
            span.addLink(SpanLink(context: try host.spans.context(link.parentId), attributes: attributes))
        }
        for (index, event) in (request.events ?? []).enumerated() {
            span.addEvent(event.event(with: body["events"]?[index]?["attributes"]?.attributes ?? [:]))
        }
        return StartedSpan(span)
    }

    private func startSpan(_ request: StartRequest) -> DatadogSpan {
        let parent = host.spans.parent(request.parentId)
        let kind = SpanKind(number: request.spanKind ?? 0)
        guard let time = request.timestamp else {
            return host.tracer.startSpan(request.name, context: parent, ofKind: kind)
        }
        return host.tracer.startSpan(request.name, context: parent, ofKind: kind, at: .microseconds(time))
    }

    private struct EndRequest: Decodable {
        let id: WireID
        let timestamp: Int64?
    }

    private func end(_ request: EndRequest) throws -> Nothing {
        let span = try host.spans.span(request.id)
        if let time = request.timestamp { span.end(at: .microseconds(time)) } else { span.end() }
        host.spans.ended(request.id)
        return Nothing()
    }

    private struct Recording: Encodable, Sendable {
        let isRecording: Bool
    }

    private func isRecording(_ request: SpanReference) throws -> Recording {
        Recording(isRecording: try host.spans.span(request.spanId).isRecording)
    }

    private struct WireContext: Encodable, Sendable {
        let spanId: UInt64
        let traceId: String
        let traceFlags: String
        let traceState: String
        let remote: Bool
    }

    private func context(_ request: SpanReference) throws -> WireContext {
        let span = try host.spans.span(request.spanId)
        var headers: [String: String] = [:]
        host.tracer.inject(span.context, into: &headers, using: HeaderInjector())
        let parent = headers["traceparent"]?.split(separator: "-") ?? []
        return WireContext(
            spanId: span.spanID,
            traceId: span.traceID.hexadecimal,
            traceFlags: parent.last.map(String.init) ?? "00",
            traceState: headers["tracestate"] ?? "",
            remote: false
        )
    }

    private struct Flushed: Encodable, Sendable {
        let success = true
    }
}

extension SpanKind {
    /// OpenTelemetry's numbers, counted from internal.
    fileprivate init(number: Int) {
        switch number {
        case 1: self = .server
        case 2: self = .client
        case 3: self = .producer
        case 4: self = .consumer
        default: self = .internal
        }
    }
}
