// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite struct SpanTreeTests {
    private func span(_ id: UInt64, _ parent: UInt64?, _ name: String, start: Int64 = 0) -> FinishedSpan {
        FinishedSpan(
            traceID: TraceID(low: 1),
            spanID: id,
            parentID: parent,
            name: name,
            service: "s",
            resource: name,
            start: start,
            duration: 1_234_567
        )
    }

    @Test func spansOfSeveralProcessesMakeOneTree() {
        var job = span(1, 99, "extraction.job", start: 1)
        job.resource = "votes"
        job.links = [DatadogSpanLink(traceID: TraceID(low: 10), spanID: 7)]
        var call = span(4, 3, "llm.call", start: 4)
        call.isError = true
        call.meta["error.type"] = "llm.server"
        call.metrics["llm.tokens.total"] = 1200
        let spans = [call, span(5, 1, "validation", start: 5), span(3, 1, "attempt", start: 3), job]
        let tree = SpanTree(spans: spans, shownTags: ["llm.tokens.total"])
        #expect(
            tree.rendered() == """
                extraction.job (votes) 1.23 ms → 0000000000000000000000000000000a
                ├─ attempt 1.23 ms
                │  └─ llm.call 1.23 ms ✗ llm.server llm.tokens.total=1200
                └─ validation 1.23 ms
                """
        )
    }

    @Test func spansThatComeTwiceAreShownOnce() {
        let spans = [span(1, nil, "job"), span(2, 1, "step", start: 1)]
        #expect(SpanTree(spans: spans + spans).rendered() == SpanTree(spans: spans).rendered())
    }

    @Test func depthIsBounded() {
        let spans = (1...5_000).map { span(UInt64($0), UInt64($0) - 1, "level", start: Int64($0)) }
        #expect(SpanTree(spans: spans).rendered().split(separator: "\n").count == 202)
    }

    @Test func aSpanThatIsItsOwnParentIsARoot() {
        #expect(SpanTree(spans: [span(1, 1, "odd")]).rendered() == "odd 1.23 ms")
    }
}
