// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import Tracing

/// Reading and writing trace headers.
struct PropagationRoutes {
    let host: TracedHost

    func add(to router: TestClientRouter) {
        router.json("/trace/span/inject_headers") { request in try inject(request) }
        router.json("/trace/span/extract_headers") { request in extract(request) }
    }

    private struct Headers: Codable, Sendable {
        var httpHeaders: [WireHeader] = []
    }

    private func inject(_ request: SpanReference) throws -> Headers {
        var headers = Headers()
        host.tracer.inject(
            try host.spans.context(request.spanId),
            into: &headers.httpHeaders,
            using: WireHeaderInjector()
        )
        return headers
    }

    private struct Extracted: Encodable, Sendable {
        let spanId: WireID?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            // Null has to be written out.
            try container.encode(spanId, forKey: .spanId)
        }

        private enum Key: CodingKey { case spanId }
    }

    private func extract(_ request: Headers) -> Extracted {
        var context = ServiceContext.topLevel
        let headers = request.httpHeaders.map { (name: $0.name, value: $0.value) }
        host.tracer.extract(headers, into: &context, using: RepeatedHeaderExtractor())
        return Extracted(spanId: host.spans.insert(extracted: context))
    }
}
