// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Logging
import Testing
import Tracing

@Suite struct ShopTests {
    @Test func aDeclinedPaymentFailsTheCheckout() async throws {
        let capture = TraceCapture(configuration: DatadogTracingConfiguration(service: "shop"))
        let shop = Shop(tracer: capture.tracer, logger: Logger(label: "shop") { _ in SwiftLogNoOpLogHandler() }) {
            _,
            _ in
            throw PaymentDeclined(reason: "no cover")
        }
        await #expect(throws: PaymentDeclined.self) {
            try await withTracer(capture.tracer) {
                try await shop.checkout(Order(id: "o-1", items: 2, cents: 1_999), headers: [:])
            }
        }
        let traces = capture.popTraces()
        let payment = try #require(traces.joined().first(named: "payment.charge"))
        #expect(payment.tag("error.type") == "payment.declined")
        #expect(payment.parent?.isError == true)
        try TraceSnapshot(traces).expect("declined-checkout", format: .tree(tags: ["error.type"]))
    }
}
