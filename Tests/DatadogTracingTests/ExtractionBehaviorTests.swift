// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct ExtractionBehaviorTests {
    private let received = [
        "x-datadog-trace-id": "1234567890", "x-datadog-parent-id": "987654321", "x-datadog-sampling-priority": "2",
        "traceparent": "00-640cfd8d00000000abcdefab12345678-00000000075bcd15-01", "tracestate": "dd=s:2,foo=1",
        "baggage": "user.id=u-7",
    ]

    private func capture(_ environment: [String: String]) throws -> TraceCapture {
        TraceCapture(configuration: DatadogTracingConfiguration(environment: environment))
    }

    /// The span of a request with these headers, and the headers of the request that it makes in turn.
    private func handle(
        _ headers: [String: String],
        _ environment: [String: String]
    ) throws -> (
        span: CapturedSpan, sent: [String: String]
    ) {
        let capture = try capture(environment)
        var context = ServiceContext.topLevel
        capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
        var sent: [String: String] = [:]
        capture.tracer.withSpan("request", context: context) { span in
            capture.tracer.inject(span.context, into: &sent, using: HeaderInjector())
        }
        return (try #require(capture.popSpans().first), sent)
    }

    @Test func aTraceIsContinued() throws {
        let (span, sent) = try handle(received, [:])
        #expect(span.traceID.low == 1_234_567_890 && span.parentID == 987_654_321)
        #expect(span.links.map(\.attributes) == [["reason": "terminated_context", "context_headers": "tracecontext"]])
        #expect(span.links.first?.traceState == "dd=s:2,foo=1" && span.links.first?.flags == 1)
        #expect(sent["baggage"] == "user.id=u-7")
    }

    @Test func aTraceIsBegunAnewWithALink() throws {
        let (span, sent) = try handle(received, ["DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT": "restart"])
        #expect(span.traceID.low != 1_234_567_890 && span.parentID == nil)
        let link = DatadogSpanLink(
            traceID: TraceID(low: 1_234_567_890),
            spanID: 987_654_321,
            attributes: ["reason": "propagation_behavior_extract", "context_headers": "datadog"],
            flags: 1
        )
        #expect(span.links == [link])
        #expect(span.metric("_sampling_priority_v1") == 1 && span.tag("_dd.p.dm") == "-0")
        #expect(sent["baggage"] == "user.id=u-7" && span.tag("baggage.user.id") == nil)
    }

    @Test func headersAreIgnored() throws {
        let (span, sent) = try handle(received, ["DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT": "ignore"])
        #expect(span.traceID.low != 1_234_567_890 && span.parentID == nil && span.links.isEmpty)
        #expect(sent["baggage"] == nil && sent["traceparent"] != nil)
    }

    @Test func onlyTheFirstStyleIsTried() throws {
        let (span, sent) = try handle(received, ["DD_TRACE_PROPAGATION_EXTRACT_FIRST": "true"])
        #expect(span.traceID.low == 1_234_567_890 && span.links.isEmpty && sent["baggage"] == "user.id=u-7")
        var headers = received
        headers["x-datadog-trace-id"] = nil
        let (fresh, _) = try handle(headers, ["DD_TRACE_PROPAGATION_EXTRACT_FIRST": "true"])
        #expect(fresh.parentID == nil && fresh.traceID.hexadecimal != "640cfd8d00000000abcdefab12345678")
    }

    @Test func aDecisionCountsWithoutATrace() throws {
        let (span, _) = try handle(["b3": "0"], ["DD_TRACE_PROPAGATION_STYLE": "b3"])
        #expect(span.parentID == nil && span.metric("_sampling_priority_v1") == 0)
    }

    @Test func aTraceWithoutAParentGoesOn() throws {
        let (span, _) = try handle(["x-datadog-trace-id": "5", "x-datadog-sampling-priority": "2"], [:])
        #expect(span.traceID.low == 5 && span.parentID == nil && span.metric("_sampling_priority_v1") == 2)
    }

    @Test func theRandomFlagAndOthersStateArePassedOn() throws {
        var headers = received.filter { $0.key.hasPrefix("trace") }
        headers["traceparent"] = "00-640cfd8d00000000abcdefab12345678-00000000075bcd15-03"
        headers["tracestate"] = "foo=1,ot=th:8;rv:12345678901234,dd=s:2;p:0123456789abcdef"
        let (span, sent) = try handle(headers, [:])
        let id = span.spanID.hexadecimal
        #expect(sent["traceparent"] == "00-640cfd8d00000000abcdefab12345678-\(id)-03")
        let own = "dd=p:\(id);s:2;t.tid:640cfd8d00000000"
        #expect(sent["tracestate"] == "\(own),ot=rv:12345678901234;th:8,foo=1")
        #expect(span.tag("_dd.parent_id") == "0123456789abcdef")
    }

    @Test func aDecisionByHandVoidsTheThreshold() throws {
        let capture = try capture([:])
        var headers = received.filter { $0.key.hasPrefix("trace") }
        headers["tracestate"] = "ot=th:8;rv:12345678901234"
        var context = ServiceContext.topLevel
        capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
        var sent: [String: String] = [:]
        capture.tracer.withSpan("request", context: context) { span in
            span.keepTrace()
            capture.tracer.inject(span.context, into: &sent, using: HeaderInjector())
        }
        #expect(sent["tracestate"]?.hasSuffix(",ot=rv:12345678901234") == true)
    }

    @Test func headersThatComeTwiceAreJoined() throws {
        let capture = try capture([:])
        var context = ServiceContext.topLevel
        let headers = [
            (name: "Traceparent", value: "00-640cfd8d00000000abcdefab12345678-00000000075bcd15-01"),
            (name: "tracestate", value: "foo=1"), (name: "TRACESTATE", value: "dd=s:2"),
            (name: "baggage", value: "a=1"), (name: "Baggage", value: "b=2"),
        ]
        capture.tracer.extract(headers, into: &context, using: RepeatedHeaderExtractor())
        #expect(context.datadogSpanContext?.traceState == "dd=s:2,foo=1")
        #expect(context.datadogSpanContext?.samplingPriority == 2)
        #expect(context.baggage == ["a": "1", "b": "2"])
        var other = ServiceContext.topLevel
        capture.tracer.extract(headers + [headers[0]], into: &other, using: RepeatedHeaderExtractor())
        #expect(other.datadogSpanContext == nil)
    }

    @Test func namesMatchInAnyCase() {
        let carrier = ["X-Datadog-Trace-Id": "5", "X-DATADOG-TRACE-ID": "4"]
        #expect(HeaderExtractor().extract(key: "x-datadog-trace-id", from: carrier) == "4")
        #expect(HeaderExtractor().extract(key: "x-datadog-parent-id", from: carrier) == nil)
    }
}
