// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite("meta and metrics as views of one list") struct TagViewTests {
    private func span(meta: TextTags = [:], metrics: NumberTags = [:]) -> FinishedSpan {
        FinishedSpan(
            traceID: TraceID(low: 1),
            spanID: 2,
            name: "n",
            service: "s",
            resource: "r",
            start: 0,
            duration: 0,
            meta: meta,
            metrics: metrics
        )
    }

    @Test func aKeyIsInOneOfBoth() {
        var span = span(meta: ["a": "1", "b": "2"], metrics: ["c": 3])
        span.metrics["a"] = 1
        span.meta["c"] = "text"
        #expect(span.meta == ["b": "2", "c": "text"] && span.metrics == ["a": 1])
        span.meta["a"] = nil
        span.metrics["c"] = nil
        #expect(span.meta["c"] == "text" && span.metrics["a"] == 1)
        span.meta["b"] = nil
        span.meta["c"] = nil
        #expect(span.meta.isEmpty && span.meta.count == 0 && !span.metrics.isEmpty)
    }

    @Test func theOrderDoesNotMatter() {
        let one = span(meta: ["a": "1", "b": "2"], metrics: ["x": 1, "y": 2])
        var other = span(meta: ["b": "2", "a": "1"], metrics: ["y": 2, "x": 1])
        #expect(
            one == other && one.meta.hashValue == other.meta.hashValue
                && one.metrics.hashValue == other.metrics.hashValue
        )
        other.meta["a"] = "2"
        #expect(one != other && Set([one, other]).count == 2)
    }

    @Test func copiesAreIndependent() {
        let one = span(meta: ["a": "1"])
        var other = one
        other.name = "changed"
        other.meta["a"] = "2"
        other.links = [DatadogSpanLink(traceID: TraceID(low: 1), spanID: 2)]
        #expect(one.name == "n" && one.meta["a"] == "1" && one.links.isEmpty)
    }
}
