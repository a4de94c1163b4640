// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import JSON
import Tracing

/// Changing open spans in Datadog's terms.
struct SpanChangeRoutes {
    let spans: SpanTable

    func add(to router: TestClientRouter) {
        router.json("/trace/span/set_meta") { request, body in try assign(request, body) }
        router.json("/trace/span/set_metric") { request, body in try assign(request, body) }
        router.json("/trace/span/set_resource") { request in try rename(request) }
        router.json("/trace/span/error") { request in try fail(request) }
        router.json("/trace/span/add_link") { request, body in try link(request, body) }
        router.json("/trace/span/add_event") { request, body in try addEvent(request, body) }
        router.json("/trace/span/manual_keep") { request in try keep(request) }
        router.json("/trace/span/manual_drop") { request in try drop(request) }
    }

    private struct Assignment: Decodable {
        let spanId: WireID
        let key: String
    }

    private func assign(_ request: Assignment, _ body: JSONValue) throws -> Nothing {
        let span = try spans.span(request.spanId)
        // A tag without a value, such as `manual.keep`, is switched on.
        span.updateAttributes { $0.set(request.key, value: body["value"]?.attribute ?? .bool(true)) }
        return Nothing()
    }

    private struct Renaming: Decodable {
        let spanId: WireID
        let resource: String
    }

    private func rename(_ request: Renaming) throws -> Nothing {
        try spans.span(request.spanId).resource = request.resource
        return Nothing()
    }

    private struct Failure: Decodable {
        let spanId: WireID
        let type: String?
        let message: String?
        let stack: String?
    }

    private func fail(_ request: Failure) throws -> Nothing {
        let span = try spans.span(request.spanId)
        span.setError(type: request.type, message: request.message, stack: request.stack)
        return Nothing()
    }

    private struct Link: Decodable {
        let spanId: WireID
        let parentId: WireID
    }

    private func link(_ request: Link, _ body: JSONValue) throws -> Nothing {
        let target = try spans.context(request.parentId)
        let attributes = body["attributes"]?.attributes ?? [:]
        try spans.span(request.spanId).addLink(SpanLink(context: target, attributes: attributes))
        return Nothing()
    }

    private func addEvent(_ request: AddedEvent, _ body: JSONValue) throws -> Nothing {
        try spans.span(request.spanId).addEvent(request.event.event(with: body["attributes"]?.attributes ?? [:]))
        return Nothing()
    }

    private func keep(_ request: SpanReference) throws -> Nothing {
        try spans.span(request.spanId).keepTrace()
        return Nothing()
    }

    private func drop(_ request: SpanReference) throws -> Nothing {
        try spans.span(request.spanId).dropTrace()
        return Nothing()
    }
}
