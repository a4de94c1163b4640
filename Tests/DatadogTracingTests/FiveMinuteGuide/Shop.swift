// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Logging
import Metrics
import Tracing

struct Shop: Sendable {
    let tracer: DatadogTracer
    let logger: Logger
    let charge: @Sendable (Order, [String: String]) async throws -> Void

    func checkout(_ order: Order, headers: [String: String]) async throws {
        var context = ServiceContext.topLevel
        tracer.extract(headers, into: &context, using: HeaderExtractor())
        context.baggage["order.id"] = order.id
        try await withSpan("shop.checkout", context: context, ofKind: .server) { span in
            span.attributes["resource.name"] = "POST /checkout"
            span.attributes["order.items"] = order.items
            logger.info("checking out")
            try await pay(order)
            Counter(label: "shop.orders", dimensions: [("payment", "card")]).increment()
        }
    }
}

extension Shop {
    func pay(_ order: Order) async throws {
        try await tracer.trace("payment.charge", service: "payments", type: "http", kind: .client) { span in
            span.resource = "POST /charges"
            span.setTag("payment.method", "card")
            span.setMetric("payment.cents", Double(order.cents))
            var headers: [String: String] = [:]
            tracer.inject(span.context, into: &headers, using: HeaderInjector())
            try await charge(order, headers)
        }
    }
}
