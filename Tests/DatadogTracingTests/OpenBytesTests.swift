// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing

@testable import DatadogTracing

@Suite("What open traces hold is bounded") struct OpenBytesTests {
    private func capture(_ bytes: Int) -> TraceCapture {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.limits.maximumOpenBytes = bytes
        return TraceCapture(configuration: configuration)
    }

    private let text = String(repeating: "x", count: 1000)

    @Test func endedSpansOfOpenTracesLeaveBeforeTheyAreTooMuch() {
        let capture = capture(100_000)
        let roots = (0..<100).map { _ in capture.tracer.startSpan("root", childOf: .none) }
        for root in roots {
            let child = capture.tracer.startSpan("child", childOf: .span(root))
            for number in 0..<3 { child.setTag("key\(number)", text) }
            child.finish()
            #expect(capture.tracer.openBytes.current <= 100_000)
        }
        let early = capture.popSpans()
        #expect(early.count > 50 && early.allSatisfy { $0.name == "child" && $0.tag("key2") == text })
        for root in roots { root.finish() }
        #expect(capture.popSpans().count == 200 - early.count)
        #expect(capture.tracer.openBytes.current == 0)
        #expect(capture.tracer.statistics.snapshot.allDroppedSpans == 0)
    }

    @Test func spansThatAreFewStayTogether() {
        let capture = capture(100_000)
        let root = capture.tracer.startSpan("root", childOf: .none)
        capture.tracer.startSpan("child", childOf: .span(root)).finish()
        #expect(capture.popSpans().isEmpty && capture.tracer.openBytes.current > 0)
        root.finish()
        #expect(capture.popSpans().count == 2 && capture.tracer.openBytes.current == 0)
    }

    @Test func tagsOfOpenSpansBeyondItAreDropped() {
        let capture = capture(50_000)
        let span = capture.tracer.startSpan("large", childOf: .none)
        for number in 0..<100 { span.setTag("key\(number)", text) }
        let kept = (0..<100).filter { span.tag("key\($0)") != nil }
        #expect((20...50).contains(kept.count) && kept == Array(0..<kept.count))
        #expect((1...50_000).contains(capture.tracer.openBytes.current))
        // Another span has what each may have, and no more.
        let other = capture.tracer.startSpan("small", childOf: .none)
        for number in 0..<100 { other.setTag("key\(number)", text) }
        #expect(other.tag("key0") == text && other.tag("key99") == nil)
        other.finish()
        span.finish()
        let spans = capture.popSpans()
        #expect(spans.last?.tag("key\(kept.count - 1)") == text && spans.last?.tag("key\(kept.count)") == nil)
        #expect(capture.tracer.statistics.snapshot.droppedTags > 50)
        #expect(capture.tracer.openBytes.current == 0)
    }

    @Test func aTagThatIsSetAnewIsNeverLeftAsItWas() {
        let capture = capture(10_000)
        let span = capture.tracer.startSpan("span", childOf: .none)
        span.setTag("status", "running")
        span.setTag("count", 1)
        for number in 0..<100 { span.setTag("key\(number)", text) }
        for number in 0..<1000 { span.setTag("number of \(number)", number) }
        span.setTag("status", "done")
        span.setTag("count", 2)
        #expect(span.tag("status") == "done" && span.metric("count") == 2)
        span.setTag("status", text)
        #expect(span.tag("status") == nil)
    }

    @Test func whatIsSetOtherwiseCountsToo() {
        let capture = capture(10_000)
        let span = capture.tracer.startSpan("span", childOf: .none)
        // Keys as long as one that means more than a tag, numbers, and errors.
        for number in 10..<100 { span.setTag("key\(number)", text) }
        for number in 100..<1000 { span.setTag("number of \(number)", number) }
        span.setError(type: text, message: text, stack: text)
        #expect(capture.tracer.openBytes.current <= 10_000)
        #expect(span.tag("key10") == text && span.tag("error.stack") == nil && span.isError)
        span.finish()
        #expect(capture.tracer.statistics.snapshot.droppedTags > 80)
    }

    @Test func aSpanThatIsLetGoGivesBackWhatItHeld() {
        let capture = capture(50_000)
        var span: DatadogSpan? = capture.tracer.startSpan("lost", childOf: .none)
        for number in 0..<20 { span?.setTag("key\(number)", text) }
        #expect(capture.tracer.openBytes.current > 0)
        span = nil
        #expect(capture.tracer.openBytes.current == 0)
    }
}
