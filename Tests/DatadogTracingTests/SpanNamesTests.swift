// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing

@testable import DatadogTracing

/// Service, name and resource lie in front of the tags: they may change without touching those, and the other way.
@Suite struct SpanNamesTests {
    private static let lengths = [0, 1, 15, 16, 31, 32, 255, 256, 5000]

    private func text(_ letter: Character, _ length: Int) -> String { String(repeating: letter, count: length) }

    @Test(arguments: lengths, [0, 40, 300]) func namesChangeWithTagsBehindThem(length: Int, tags: Int) throws {
        let capture = TraceCapture()
        let span = capture.tracer.startSpan(text("n", length), childOf: .none, service: "first", resource: "one")
        for number in 0..<tags {
            span.setTag("key\(number)", "value\(number)")
            span.setMetric("number\(number)", Double(number))
        }
        #expect(span.operationName == text("n", length) && span.service == "first" && span.resource == "one")
        span.resource = text("r", length)
        #expect(span.resource == (length == 0 ? span.operationName : text("r", length)))
        span.operationName = "é" + text("m", length)
        span.service = "s" + text("s", length)
        span.setTag("last", "tag")
        span.finish()
        let sent = try #require(capture.popSpans().first)
        #expect(sent.name == "é" + text("m", length) && sent.service == "s" + text("s", length))
        #expect(sent.resource == (length == 0 ? sent.name : text("r", length)) && sent.tag("last") == "tag")
        for number in 0..<tags {
            #expect(sent.tag("key\(number)") == "value\(number)")
            #expect(sent.metric("number\(number)") == Double(number))
        }
        #expect(span.operationName == sent.name && span.resource == sent.resource && span.service == sent.service)
    }

    @Test func aResourceIsTheNameAsItIsAtTheEnd() {
        let capture = TraceCapture()
        let span = capture.tracer.startSpan("before", childOf: .none)
        span.operationName = "after"
        span.finish()
        let again = capture.tracer.startSpan("name", childOf: .none, resource: "given", type: "")
        again.resource = ""
        again.finish()
        let spans = capture.popSpans()
        #expect(spans.map(\.resource) == ["after", "name"] && spans.map(\.name) == ["after", "name"])
        #expect(again.resource == "name" && again.type.isEmpty)
    }

    @Test(arguments: ["", "name"]) func aFinishedSpanKeepsAnEmptyResource(name: String) {
        let span = FinishedSpan(
            traceID: TraceID(low: 1),
            spanID: 2,
            name: name,
            service: "",
            resource: "",
            start: 3,
            duration: 4
        )
        #expect(TraceChunk(spans: [span]).spans == [span])
    }
}
