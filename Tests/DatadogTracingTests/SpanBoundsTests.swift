// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import DatadogTracing

/// What a span keeps of very much, and of what the host's own code says.
@Suite struct SpanBoundsTests {
    private let capture = TraceCapture(configuration: DatadogTracingConfiguration(service: "shop", env: "prod"))

    private func span(_ body: (DatadogSpan) -> Void) throws -> CapturedSpan {
        capture.tracer.trace("work") { body($0) }
        return try #require(capture.popSpans().first)
    }

    @Test func attributesOfAnOpenSpanAreBounded() throws {
        let span = try span { span in
            span.attributes["first"] = 1
            for index in 0..<2_000 { span.setTag("tag \(index)", "value") }
            span.updateAttributes { attributes in
                for index in 0..<1_000 { attributes["attribute \(index)"] = "value" }
            }
            #expect(span.attributes.count == 1_024)
            span.attributes["first"] = 2
            span.attributes["one more"] = 3
            span.attributes["resource.name"] = "fields have room"
            #expect(span.attributes["one more"] == nil)
        }
        #expect(span.metric("first") == 2 && span.resource == "fields have room")
        #expect(span.meta.keys.count { $0.hasPrefix("tag ") } == 1_023)
        #expect(capture.tracer.statistics.snapshot.droppedTags == 977 + 1_000 + 1)
    }

    @Test func textsAreCutWhileTheSpanIsOpen() throws {
        let long = String(repeating: "x", count: 100_000)
        let span = try span { span in
            span.attributes["text"] = long
            span.resource = long
            #expect(span.tag("text")?.count == 2_500)
            span.addEvent(SpanEvent(name: "event", attributes: ["text": .string(long), "texts": .stringArray([long])]))
            span.addLink(span.datadogContext, attributes: ["text": .string(long)])
            span.recordError(CancellationError(), attributes: ["text": .string(long)])
        }
        #expect(span.tag("text")?.count == 2_500 && span.resource.count == 2_500)
        #expect(span.links.first?.attributes["text"]?.count == 2_500)
        let texts = span.events.map { $0.attributes["text"]?.stringValue?.count }
        #expect(texts == [2_500, 2_500] && span.events[0].attributes["texts"]?[0]?.stringValue?.count == 2_500)
    }

    @Test func eventsLinksAndTheirAttributesAreBoundedAndCounted() throws {
        let span = try span { span in
            let many = SpanAttributes((0..<1_000).reduce(into: [:]) { $0["key \($1)"] = .int64(1) })
            for _ in 0..<130 {
                span.addEvent("event", attributes: many)
                span.addLink(span.datadogContext, attributes: many)
            }
            for index in 0..<17 { span.setStruct("key \(index)", [0xc0]) }
        }
        #expect(span.events.count == 128 && span.links.count == 128 && span.metaStruct.count == 16)
        #expect(span.events.allSatisfy { $0.attributes.count == 128 })
        #expect(span.links.allSatisfy { $0.attributes.count == 128 })
        #expect(capture.tracer.statistics.snapshot.droppedExtras == 2 + 2 + 1)
    }

    /// Says what it finds on the current span, as a host's type may do.
    private struct Curious: CustomStringConvertible, Sendable {
        let span: DatadogSpan

        var description: String {
            span.setTag("asked", "yes")
            return "\(span.service), \(span.tag("asked") ?? "")"
        }
    }

    @Test func whoDescribesItselfMayUseTheSpan() throws {
        let span = try span { span in
            span.attributes["one"] = SpanAttribute.stringConvertible(Curious(span: span))
            span.attributes["list"] = SpanAttribute.stringConvertibleArray([Curious(span: span), 7])
            span.attributes["numbers"] = [1, 2]
            span.updateAttributes { $0["service.name"] = SpanAttribute.stringConvertible(Curious(span: span)) }
            #expect(span.service == "shop, yes" && span.tag("asked") == "yes")
        }
        #expect(span.tag("one") == "shop, yes" && span.service == "shop, yes")
        #expect(span.tag("list") == #"["shop, yes","7"]"# && span.tag("numbers") == "[1,2]")
    }

    @Test(arguments: ["tag", "metric", "double", "attribute", "text"]) func theStatusOfARequestIsAText(
        way: String
    ) throws {
        let span = try span { span in
            switch way {
            case "tag": span.setTag("http.status_code", 404)
            case "metric": span.setMetric("http.status_code", 404)
            case "double": span.attributes["http.status_code"] = 404.0
            case "attribute": span.attributes["http.status_code"] = 404
            default: span.setTag("http.status_code", "404")
            }
        }
        #expect(span.tag("http.status_code") == "404" && span.metric("http.status_code") == nil)
    }

    @Test func theAgentsRatesAreLookedUpByTheSpansOwnEnvironment() throws {
        let sampler = AgentRateSampler()
        sampler.update(["service:shop,env:other": 0, "service:shop,env:prod": 1])
        let exporter = InMemoryExporter()
        let tracer = DatadogTracer(configuration: capture.tracer.configuration, receiver: exporter, sampler: sampler)
        tracer.trace("tag") { $0.setTag("env", "other") }
        tracer.trace("attribute") { $0.attributes["env"] = "other" }
        tracer.trace("none") { _ in }
        let rates = exporter.popChunks().map { $0.spans[0].metrics["_dd.agent_psr"] }
        #expect(rates == [0, 0, 1])
    }

    @Test func anotherCaseIsNoOtherService() throws {
        let span = try span { $0.service = "SHOP" }
        #expect(span.tag("_dd.base_service") == nil && span.service == "SHOP")
        #expect(try self.span { $0.service = "shops" }.tag("_dd.base_service") == "shop")
    }
}
