// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Tracing

/// What the shop of the guide pays through; a service of its own, as far as traces can tell.
enum Bank {
    static let service = "bank"

    @Sendable static func charge(_ order: Order, headers: [String: String]) async throws {
        var context = ServiceContext.topLevel
        InstrumentationSystem.tracer.extract(headers, into: &context, using: HeaderExtractor())
        try withSpan("bank.charge", context: context, ofKind: .server) { span in
            span.attributes["service.name"] = service
            span.attributes["order"] = ServiceContext.current?.baggage["order.id"]
            guard order.cents <= 100_000 else { throw PaymentDeclined(reason: "more than the account holds") }
        }
    }
}
