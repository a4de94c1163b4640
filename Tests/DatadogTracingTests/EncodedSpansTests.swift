// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

@Suite("Spans that are written when they end") struct EncodedSpansTests {
    private let capture = TraceCapture()

    /// The spans of the only chunk as a reader of `/v0.4/traces` finds them.
    private func sent() throws -> [JSONValue] {
        let chunk = try #require(capture.popChunks().first)
        let body = try MessagePackReader.read(MessagePackWriter.payload([chunk])).value
        let spans = try #require(body[0]?.arrayValue)
        #expect(spans.count == chunk.count && spans.map { $0["name"]?.stringValue } == chunk.spans.map(\.name))
        return spans
    }

    @Test func whatIsReadIsWhatWasWritten() {
        let seed = TestSeed.value(otherwise: 807)
        var cases = SpanCases(seed: seed)
        for _ in 0..<100 {
            let spans = (0..<4).map { _ in cases.span() }
            let read = TraceChunk(spans: spans).spans
            #expect(
                read.map { $0.typedV04(nativeEvents: true, structs: [:]) }
                    == spans.map { $0.typedV04(nativeEvents: true, structs: [:]) },
                "TEST_SEED=\(seed)"
            )
            #expect(read.map(\.traceID) == spans.map(\.traceID) && read.map(\.links) == spans.map(\.links))
        }
    }

    @Test func spansGoInTheOrderOfTheirStartsWhateverTheOrderOfTheirEnds() throws {
        let root = capture.tracer.startSpan("root", childOf: .none)
        let spans = ["a", "b", "c", "d"].map { capture.tracer.startSpan($0, childOf: .span(root)) }
        for span in spans { span.setTag("mine", span.operationName) }
        spans[1].addLink(root.datadogContext)
        for index in [2, 1, 3, 0] { spans[index].finish() }
        root.finish()
        let sent = try sent()
        #expect(sent.map { $0["name"]?.stringValue } == ["root", "a", "b", "c", "d"])
        #expect(sent.dropFirst().allSatisfy { $0["meta"]?["mine"] == $0["name"] && $0["start"] != nil })
        #expect(sent.map { $0["span_links"] != nil } == [false, false, true, false, false])
        #expect(sent.map { $0["meta"]?["language"] != nil } == [true, false, false, false, false])
    }

    @Test func tagsOfTheChunkWinOverTheSpansOwn() throws {
        let span = capture.tracer.startSpan("root", childOf: .none)
        span.setTag("language", "Latin")
        span.setMetric("_dd.tracer_kr", 7)
        span.setMetric("_dd.p.dm", 8)
        span.setTag("kept", "yes")
        span.finish()
        let chunk = try #require(capture.popChunks().first)
        let finished = chunk.spans[0]
        #expect(finished.meta["language"] == "swift" && finished.metrics["_dd.tracer_kr"] == 1)
        #expect(finished.meta["_dd.p.dm"] == "-0" && finished.metrics["_dd.p.dm"] == nil)
        #expect(finished.meta["kept"] == "yes")
        let body = String(decoding: MessagePackWriter.payload([chunk]), as: UTF8.self)
        for key in ["language", "_dd.tracer_kr", "_dd.p.dm"] {
            #expect(body.split(separator: key, omittingEmptySubsequences: false).count == 2, "\(key) is there once")
        }
    }

    @Test func aSpanThatHasEndedStillSaysWhatItWas() {
        let span = capture.tracer.startSpan("root", childOf: .none, service: "other", resource: "work", type: "web")
        span.setTag("text", "one")
        span.setMetric("number", 2)
        span.finish()
        span.setTag("text", "late")
        #expect(
            span.tag("text") == "one" && span.metric("number") == 2 && span.attributes.get("text") == .string("one")
        )
        #expect(span.service == "other" && span.resource == "work" && span.type == "web" && !span.isRecording)
        let later = capture.tracer.startSpan("later", childOf: .span(span))
        later.finish()
        #expect(later.service == "other" && later.traceID == span.traceID)
    }

    @Test func manyLongSpansOfOneTraceAreKept() throws {
        let root = capture.tracer.startSpan("root", childOf: .none)
        let text = String(repeating: "long ", count: 4_000)
        for index in 0..<40 {
            let span = capture.tracer.startSpan("child", childOf: .span(root), resource: "\(index)")
            span.setTag("text", text)
            span.setMetric("index", Double(index))
            span.finish()
        }
        root.finish()
        let sent = try sent().dropFirst()
        #expect(sent.map { $0["metrics"]?["index"] } == (0..<40).map { .double(Double($0)) })
        #expect(sent.allSatisfy { $0["meta"]?["text"]?.stringValue == text })
    }
}
