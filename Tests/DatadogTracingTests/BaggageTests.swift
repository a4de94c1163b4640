// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct BaggageTests {
    private func capture(_ environment: [String: String] = [:]) throws -> TraceCapture {
        TraceCapture(configuration: DatadogTracingConfiguration(environment: environment))
    }

    private func headers(of context: ServiceContext, _ capture: TraceCapture) -> [String: String] {
        var carrier: [String: String] = [:]
        capture.tracer.inject(context, into: &carrier, using: HeaderInjector())
        return carrier
    }

    private func extract(_ headers: [String: String], _ capture: TraceCapture) -> ServiceContext {
        var context = ServiceContext.topLevel
        capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
        return context
    }

    @Test func itemsKeepTheirOrder() {
        var baggage: Baggage = ["b": "1", "a": "2", "b": "3"]
        #expect(baggage.items.map(\.key) == ["b", "a"] && baggage["b"] == "3")
        baggage["b"] = nil
        #expect(baggage["b"] == nil && !baggage.isEmpty)
        baggage.removeAll()
        #expect(baggage.isEmpty)
    }

    @Test func itReachesChildrenAndHeaders() throws {
        let capture = try capture()
        var context = ServiceContext.topLevel
        context.baggage["user.id"] = "u 7"
        capture.tracer.withSpan("parent", context: context) { _ in
            capture.tracer.withSpan("child") { child in
                #expect(child.context.baggage["user.id"] == "u 7")
                #expect(ServiceContext.current?.baggage == ["user.id": "u 7"])
                let carrier = headers(of: child.context, capture)
                #expect(carrier["baggage"] == "user.id=u%207")
                #expect(carrier["x-datadog-parent-id"] == "\(child.spanID)")
            }
        }
        // What was not received is no tag.
        #expect(capture.popSpans().allSatisfy { $0.tag("baggage.user.id") == nil })
    }

    @Test func itNeedsNoTrace() throws {
        let capture = try capture()
        let context = extract(["baggage": "user.id=u-7,k=v"], capture)
        #expect(context.datadogSpanContext == nil)
        #expect(context.baggage == ["user.id": "u-7", "k": "v"])
        #expect(headers(of: context, capture) == ["baggage": "user.id=u-7,k=v"])
        capture.tracer.withSpan("root", context: context) { span in
            #expect(span.parentID == nil)
            #expect(headers(of: span.context, capture)["baggage"] == "user.id=u-7,k=v")
        }
        #expect(capture.popSpans().first?.tag("baggage.user.id") == "u-7")
    }

    @Test(
        arguments: [
            (nil, ["baggage.user.id", "baggage.session.id"]), ("k, session.id", ["baggage.k", "baggage.session.id"]),
            ("*", ["baggage.user.id", "baggage.session.id", "baggage.k"]), ("", []),
        ] as [(String?, Set<String>)]
    )
    func chosenKeysTagTheLocalRoot(keys: String?, tags: Set<String>) throws {
        let capture = try capture(keys.map { ["DD_TRACE_BAGGAGE_TAG_KEYS": $0] } ?? [:])
        let received = ["x-datadog-trace-id": "5", "x-datadog-parent-id": "6", "baggage": "user.id=u,session.id=s,k=v"]
        capture.tracer.withSpan("root", context: extract(received, capture)) { _ in
            capture.tracer.withSpan("child") { _ in }
        }
        let spans = capture.popSpans()
        let found = { (name: String) in spans.first(named: name)?.meta.keys.filter { $0.hasPrefix("baggage.") } }
        #expect(Set(found("root") ?? []) == tags && found("child") == [])
    }

    @Test func limitsAreKeptAndCounted() throws {
        let capture = try capture(["DD_TRACE_BAGGAGE_MAX_ITEMS": "3", "DD_TRACE_BAGGAGE_MAX_BYTES": "14"])
        var context = ServiceContext.topLevel
        for key in ["a", "b", "c", "d"] { context.baggage[key] = "1" }
        #expect(headers(of: context, capture)["baggage"] == "a=1,b=1,c=1")
        #expect(capture.tracer.statistics.snapshot.droppedBaggageItems == 1)
        #expect(extract(["baggage": "a=1234,b=1234,c=1,d=1"], capture).baggage.items.map(\.key) == ["a", "b"])
        #expect(capture.tracer.statistics.snapshot.droppedBaggageItems == 3)
    }

    @Test func aBrokenItemVoidsTheHeader() throws {
        let capture = try capture()
        for header in ["novalue,k=v", "a=,k=v", "=v", "a=1,", " "] {
            #expect(extract(["baggage": header], capture).baggage.isEmpty)
        }
    }

    @Test func otherStylesLeaveItAlone() throws {
        let capture = try capture(["DD_TRACE_PROPAGATION_STYLE": "datadog,tracecontext"])
        var context = extract(["baggage": "k=v"], capture)
        #expect(context.baggage.isEmpty)
        context.baggage["k"] = "v"
        #expect(headers(of: context, capture).isEmpty)
    }
}
