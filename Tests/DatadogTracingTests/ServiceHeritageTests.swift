// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing
import Tracing

@testable import DatadogTracing

/// Spans above are asked for their service only once one was given.
@Suite struct ServiceHeritageTests {
    private let capture = TraceCapture(configuration: DatadogTracingConfiguration(service: "shop", version: "1"))

    private static func rename(_ span: DatadogSpan, _ way: String) {
        switch way {
        case "property": span.service = "other"
        case "tag": span.setTag("service.name", "other")
        case "attribute": span.attributes["service.name"] = "other"
        default: span.attributes = ["service.name": "other"]
        }
    }

    @Test(arguments: ["property", "tag", "attribute", "attributes"])
    func aServiceThatComesLaterIsSeenBelow(way: String) throws {
        let root = capture.tracer.startSpan("root", childOf: .none)
        let earlier = capture.tracer.startSpan("earlier", childOf: .span(root))
        Self.rename(root, way)
        let later = capture.tracer.startSpan("later", childOf: .span(root))
        let below = capture.tracer.startSpan("below", childOf: .span(later))
        for span in [below, later, earlier, root] { span.finish() }
        let spans = capture.popSpans()
        let services = Dictionary(uniqueKeysWithValues: spans.map { ($0.name, $0.service) })
        #expect(services == ["root": "other", "earlier": "shop", "later": "other", "below": "other"])
        // A span below one of another service is an entry into its own.
        let entries = spans.filter { $0.metric("_dd.top_level") == 1 }.map(\.name)
        #expect(Set(entries) == ["root", "earlier"])
    }

    @Test func aServiceGivenAtTheStartGoesDown() throws {
        capture.tracer.trace("root") { _ in
            capture.tracer.trace("given", service: "payments") { _ in capture.tracer.trace("below") { _ in } }
            capture.tracer.trace("beside") { _ in }
        }
        let spans = capture.popSpans()
        let services = Dictionary(uniqueKeysWithValues: spans.map { ($0.name, $0.service) })
        #expect(services == ["root": "shop", "given": "payments", "below": "payments", "beside": "shop"])
        #expect(Set(spans.filter { $0.metric("_dd.top_level") == 1 }.map(\.name)) == ["root", "given"])
        #expect(Set(spans.filter { $0.tag("_dd.svc_src") == "m" }.map(\.name)) == ["given", "below"])
    }

    @Test func spansBelowOneThatIsSwitchedOffAreTheSame() {
        var configuration = DatadogTracingConfiguration(service: "shop")
        configuration.isEnabled = false
        let tracer = TraceCapture(configuration: configuration).tracer
        var context = ServiceContext.topLevel
        context.baggage = ["user": "7"]
        let span = tracer.startSpan("work", childOf: .context(context))
        #expect(span.context.baggage == ["user": "7"])
        #expect(tracer.startSpan("part", childOf: .span(span)).context.baggage == ["user": "7"])
    }
}
