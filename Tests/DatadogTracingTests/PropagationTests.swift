// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct PropagationTests {
    private let capture = TraceCapture(configuration: DatadogTracingConfiguration(service: "vote-worker", env: "test"))

    private func extract(_ headers: [String: String]) -> ServiceContext {
        var context = ServiceContext.topLevel
        capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
        return context
    }

    private let received = [
        "x-datadog-trace-id": "1234567890", "x-datadog-parent-id": "987654321", "x-datadog-sampling-priority": "2",
        "x-datadog-origin": "synthetics",
        "x-datadog-tags": "_dd.p.dm=-4,_dd.p.tid=640cfd8d00000000,_dd.p.usr.id=abc",
    ]

    @Test func aTraceIsContinuedAndPassedOn() throws {
        var carrier: [String: String] = [:]
        var id: UInt64 = 0
        capture.tracer.withSpan("worker.job", context: extract(received)) { span in
            id = span.spanID
            capture.tracer.withSpan("child") { _ in }
            capture.tracer.inject(span.context, into: &carrier, using: HeaderInjector())
        }
        let spans = capture.popSpans()
        let job = try #require(spans.first(named: "worker.job"))
        #expect(job.traceID.hexadecimal == "640cfd8d0000000000000000499602d2" && job.parentID == 987_654_321)
        #expect(job.tag("_dd.p.dm") == "-4" && job.metric("_sampling_priority_v1") == 2)
        let child = try #require(spans.first(named: "child"))
        for span in [job, child] {
            #expect(span.tag("_dd.p.tid") == "640cfd8d00000000" && span.tag("_dd.p.usr.id") == "abc")
            #expect(span.tag("_dd.origin") == "synthetics")
        }
        #expect(child.tag("_dd.p.dm") == nil)
        #expect(carrier["x-datadog-parent-id"] == "\(id)" && carrier["x-datadog-sampling-priority"] == "2")
        #expect(carrier["x-datadog-tags"] == "_dd.p.dm=-4,_dd.p.tid=640cfd8d00000000,_dd.p.usr.id=abc")
        let state = "dd=p:\(id.hexadecimal);s:2;o:synthetics;t.dm:-4;t.usr.id:abc;t.tid:640cfd8d00000000"
        #expect(carrier["tracestate"] == state)
    }

    @Test func longMembersOfOurOwnAreNotRead() throws {
        let member = "dd=s:2;o:synthetics;" + (0..<20_000).map { "t.k\($0):1" }.joined(separator: ";")
        let parent = "00-11111111111111112222222222222222-3333333333333333-01"
        let context = extract(["traceparent": parent, "tracestate": member + ",other=1"])
        let received = try #require(context.datadogSpanContext)
        #expect(received.propagationTags.tags.isEmpty && received.origin == nil && received.samplingPriority == 1)
        #expect(received.traceState == "other=1")
        let short = extract([
            "traceparent": parent, "tracestate": "dd=s:2;t.usr.id:" + String(repeating: "a", count: 490),
        ])
        #expect(short.datadogSpanContext?.propagationTags.tags.count == 1)
    }

    @Test func originsAreBoundedAndPrioritiesBroughtIntoTheRange() throws {
        var headers = received
        headers["x-datadog-origin"] = String(repeating: "o", count: 513)
        headers["x-datadog-sampling-priority"] = "99999999999999999999"
        let context = try #require(extract(headers).datadogSpanContext)
        #expect(context.origin == nil && context.samplingPriority == .max)
        headers["x-datadog-sampling-priority"] = "-99999999999999999999"
        #expect(extract(headers).datadogSpanContext?.samplingPriority == .min)
    }

    @Test func aLinkPointsAtAnExtractedContext() throws {
        let original = extract(received)
        capture.tracer.withSpan("redriven", context: .topLevel) { span in
            span.addLink(
                SpanLink(
                    context: original,
                    attributes: ["reason": "waited", "n": 2, "list": .stringArray(["a", "b"])]
                )
            )
            span.addLink(SpanLink(context: .topLevel, attributes: [:]))
        }
        let span = try #require(capture.popSpans().first)
        #expect(span.parentID == nil && span.links.count == 1)
        let link = try #require(span.links.first)
        #expect(link.traceID.hexadecimal == "640cfd8d0000000000000000499602d2" && link.spanID == 987_654_321)
        #expect(link.attributes == ["reason": "waited", "n": "2", "list.0": "a", "list.1": "b"])
        #expect(link.flags == 1)
    }

    @Test func aContextMayBePassedOnWithoutASpan() {
        var carrier: [String: String] = [:]
        capture.tracer.inject(extract(received), into: &carrier, using: HeaderInjector())
        #expect(carrier["x-datadog-parent-id"] == "987654321")
        #expect(carrier["traceparent"] == "00-640cfd8d0000000000000000499602d2-000000003ade68b1-01")
    }

    @Test func withoutATraceNothingIsWritten() {
        var carrier: [String: String] = [:]
        capture.tracer.inject(.topLevel, into: &carrier, using: HeaderInjector())
        #expect(carrier.isEmpty)
        #expect(extract([:]).datadogSpanContext == nil)
    }

    @Test func writingHeadersSettlesTheSampling() {
        let sampler = AgentRateSampler()
        let exporter = InMemoryExporter()
        let configuration = DatadogTracingConfiguration(service: "s", env: "e")
        let tracer = DatadogTracer(configuration: configuration, receiver: exporter, sampler: sampler)
        var carrier: [String: String] = [:]
        tracer.withSpan("work", context: .topLevel) { span in
            tracer.inject(span.context, into: &carrier, using: HeaderInjector())
            sampler.update(["service:s,env:e": 0])
        }
        #expect(carrier["x-datadog-sampling-priority"] == "1")
        #expect(exporter.popChunks().first?.spans.first?.metrics["_sampling_priority_v1"] == 1)
        tracer.withSpan("work", context: .topLevel) { _ in }
        let rejected = exporter.popChunks().first?.spans.first
        #expect(rejected?.metrics["_sampling_priority_v1"] == 0 && rejected?.meta["_dd.p.dm"] == "-1")
        #expect(rejected?.metrics["_dd.agent_psr"] == 0 && rejected?.meta["_dd.p.ksr"] == "0")
    }

    @Test func tagsThatCannotBeWrittenAreReportedOnTheRoot() throws {
        var long = received
        long["x-datadog-tags"] = "_dd.p.tid=640cfd8d00000000,_dd.p.long=" + String(repeating: "x", count: 460)
        var carrier: [String: String] = [:]
        let context = extract(long)
        capture.tracer.withSpan("work", context: context) { span in
            span.keepTrace()
            capture.tracer.inject(span.context, into: &carrier, using: HeaderInjector())
        }
        #expect(carrier["x-datadog-tags"] == nil || carrier["x-datadog-tags"]?.utf8.count ?? 0 <= 512)
        #expect(carrier["x-datadog-trace-id"] == "1234567890")
        let span = try #require(capture.popSpans().first)
        #expect((span.tag("_dd.propagation_error") == "inject_max_size") == (carrier["x-datadog-tags"] == nil))
    }
}
