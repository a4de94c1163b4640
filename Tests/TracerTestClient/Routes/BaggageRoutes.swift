// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import Tracing

/// The baggage of a span's context.
struct BaggageRoutes {
    let spans: SpanTable

    func add(to router: TestClientRouter) {
        router.json("/trace/span/set_baggage") { request in try set(request) }
        router.json("/trace/span/get_baggage", method: .get) { request in try get(request) }
        router.json("/trace/span/get_all_baggage", method: .get) { request in try getAll(request) }
        router.json("/trace/span/remove_baggage") { request in try remove(request) }
        router.json("/trace/span/remove_all_baggage") { request in try removeAll(request) }
    }

    private struct Item: Decodable {
        let spanId: WireID
        let key: String
        let value: String
    }

    private struct ItemName: Decodable {
        let spanId: WireID
        let key: String
    }

    private struct Value: Encodable, Sendable {
        let baggage: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            // Null has to be written out.
            try container.encode(baggage, forKey: .baggage)
        }

        private enum Key: CodingKey { case baggage }
    }

    private struct Items: Encodable, Sendable {
        let baggage: [String: String]
    }

    private func set(_ request: Item) throws -> Nothing {
        try spans.update(request.spanId) { $0.baggage[request.key] = request.value }
        return Nothing()
    }

    private func get(_ request: ItemName) throws -> Value {
        Value(baggage: try spans.context(request.spanId).baggage[request.key])
    }

    private func getAll(_ request: SpanReference) throws -> Items {
        let items = try spans.context(request.spanId).baggage.items
        return Items(baggage: Dictionary(items.map { ($0.key, $0.value) }) { $1 })
    }

    private func remove(_ request: ItemName) throws -> Nothing {
        try spans.update(request.spanId) { $0.baggage[request.key] = nil }
        return Nothing()
    }

    private func removeAll(_ request: SpanReference) throws -> Nothing {
        try spans.update(request.spanId) { $0.baggage.removeAll() }
        return Nothing()
    }
}
