// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import JSON
import Tracing

/// Changing open spans in OpenTelemetry's terms.
struct OTelSpanChangeRoutes {
    let spans: SpanTable

    func add(to router: TestClientRouter) {
        router.json("/trace/otel/add_event") { request, body in try addEvent(request, body) }
        router.json("/trace/otel/set_attributes") { request, body in try setAttributes(request, body) }
        router.json("/trace/otel/set_name") { request in try rename(request) }
        router.json("/trace/otel/set_status") { request in try setStatus(request) }
        router.json("/trace/otel/record_exception") { request, body in try recordError(request, body) }
        router.json("/trace/otel/otel_set_baggage") { request in try setBaggage(request) }
    }

    private func addEvent(_ request: AddedEvent, _ body: JSONValue) throws -> Nothing {
        try spans.span(request.spanId).addEvent(request.event.event(with: body["attributes"]?.attributes ?? [:]))
        return Nothing()
    }

    private func setAttributes(_ request: SpanReference, _ body: JSONValue) throws -> Nothing {
        try spans.span(request.spanId).updateAttributes { $0.merge(body["attributes"]?.attributes ?? [:]) }
        return Nothing()
    }

    private struct Renaming: Decodable {
        let spanId: WireID
        let name: String
    }

    private func rename(_ request: Renaming) throws -> Nothing {
        try spans.span(request.spanId).operationName = request.name
        return Nothing()
    }

    private struct Status: Decodable {
        let spanId: WireID
        let code: String
        let description: String?
    }

    private func setStatus(_ request: Status) throws -> Nothing {
        let span = try spans.span(request.spanId)
        switch request.code {
        case "OK": span.setStatus(SpanStatus(code: .ok))
        case "ERROR": span.setStatus(SpanStatus(code: .error, message: request.description))
        default: break
        }
        return Nothing()
    }

    private struct Failure: Decodable {
        let spanId: WireID
        let message: String
    }

    private func recordError(_ request: Failure, _ body: JSONValue) throws -> Nothing {
        let attributes = body["attributes"]?.attributes ?? [:]
        try spans.span(request.spanId).recordError(ReportedError(request.message), attributes: attributes)
        return Nothing()
    }

    private struct BaggageItem: Codable, Sendable {
        let spanId: WireID
        let key: String
        let value: String
    }

    private func setBaggage(_ request: BaggageItem) throws -> BaggageItem {
        try spans.update(request.spanId) { $0.baggage[request.key] = request.value }
        return request
    }
}

/// An error that a request tells of.
struct ReportedError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
