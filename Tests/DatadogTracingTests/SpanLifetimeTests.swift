// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing
import Tracing

@testable import DatadogTracing

/// What spans hold, for how long, and what becomes of those that are let go.
@Suite struct SpanLifetimeTests {
    private func chain(_ capture: TraceCapture, _ count: Int, baggage: Bool, ended: Bool) -> DatadogSpan {
        var context = ServiceContext.topLevel
        if baggage { context.baggage["key"] = "value" }
        var span = capture.tracer.startSpan("span", childOf: .context(context))
        for _ in 1..<count {
            let child = capture.tracer.startSpan("span", childOf: .context(span.context))
            if ended { span.finish() }
            span = child
        }
        return span
    }

    @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
    func aLongChainMayBeLetGo(baggage: Bool, ended: Bool) {
        let capture = TraceCapture()
        do {
            let leaf = chain(capture, 100_000, baggage: baggage, ended: ended)
            leaf.finish()
        }
        let snapshot = capture.tracer.statistics.snapshot
        #expect(snapshot.droppedSpans[.neverEnded] == (ended ? nil : 99_999))
        #expect(capture.popChunks().reduce(0) { $0 + $1.spans.count } == (ended ? 100_000 : 1))
    }

    private struct Watched {
        weak var span: DatadogSpan?
    }

    @Test(arguments: [false, true]) func anEndedSpanHoldsNoneAbove(baggage: Bool) {
        let capture = TraceCapture()
        var context = ServiceContext.topLevel
        if baggage { context.baggage["key"] = "value" }
        let root = capture.tracer.startSpan("root", childOf: .context(context))
        var middle: DatadogSpan? = capture.tracer.startSpan("middle", childOf: .context(root.context))
        let watched = Watched(span: middle)
        let leaf = capture.tracer.startSpan("leaf", childOf: .context(middle?.context ?? .topLevel))
        middle?.finish()
        middle = nil
        #expect(watched.span != nil, "asked for its service when the leaf ends")
        leaf.finish()
        #expect(watched.span == nil && leaf.context.baggage["key"] == (baggage ? "value" : nil))
        root.finish()
    }

    @Test func tracesWhoseSpansAreKeptAreNotOpen() {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.limits.maximumOpenTraces = 2
        let capture = TraceCapture(configuration: configuration)
        let kept = (0..<5).map { _ in
            let span = capture.tracer.startSpan("kept", childOf: .none)
            span.finish()
            return span
        }
        #expect(capture.popSpans().count == 5)
        // A span that starts later makes its trace an open one again.
        let late = kept.prefix(2).map { capture.tracer.startSpan("late", childOf: .span($0)) }
        capture.tracer.startSpan("too many", childOf: .none).finish()
        #expect(capture.tracer.statistics.snapshot.droppedChunks == [.tooManyOpenTraces: 1])
        for span in late { span.finish() }
        capture.tracer.startSpan("again", childOf: .none).finish()
        #expect(capture.popSpans().map(\.name) == ["late", "late", "again"])
    }

    @Test func aTraceWhoseFirstSpanIsLostIsSampledAllTheSame() {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.samplingRules = [
            TraceSamplingRule(sampleRate: 0, name: "discarded", discardsRejected: true),
            TraceSamplingRule(sampleRate: 0, name: "kid", tags: ["key": "value"]),
        ]
        let capture = TraceCapture(configuration: configuration)
        for name in ["discarded", "kid", "other"] {
            var root: DatadogSpan? = capture.tracer.startSpan("root", childOf: .none)
            if let root {
                let kid = capture.tracer.startSpan(name, childOf: .span(root))
                kid.setTag("key", "value")
                kid.finish()
            }
            root = nil
        }
        let spans = capture.popSpans()
        #expect(spans.map(\.name) == ["kid", "other"])
        #expect(spans.map { $0.metric("_sampling_priority_v1") } == [-1, 1])
        #expect(capture.tracer.statistics.snapshot.droppedSpans == [.neverEnded: 3, .discardedByRule: 1])
    }

    @Test func decisionsByHandCountWhileTheSpanIsOpen() {
        let capture = TraceCapture()
        let root = capture.tracer.startSpan("root", childOf: .none)
        let kid = capture.tracer.startSpan("kid", childOf: .span(root))
        kid.finish()
        kid.dropTrace()
        kid.setTag("manual.drop", true)
        #expect(root.datadogContext.samplingPriority == nil)
        root.keepTrace()
        root.finish()
        #expect(capture.popSpans().first?.metric("_sampling_priority_v1") == 2)
    }

    /// Each finish of the child looks at the first span, and each finish of that one at the trace.
    @Test func childrenAndFirstSpansMayEndAtOnce() async {
        let capture = TraceCapture()
        for _ in 0..<200 {
            let root = capture.tracer.startSpan("root", childOf: .none)
            let middle = capture.tracer.startSpan("middle", childOf: .span(root))
            let leaf = capture.tracer.startSpan("leaf", childOf: .span(middle))
            leaf.attributes["service.name"] = "test"
            root.updateAttributes { attributes in
                for index in 0..<1_000 { attributes["key \(index)"] = "value" }
            }
            await withTaskGroup { group in
                for span in [root, leaf, middle] { group.addTask { span.end() } }
            }
        }
        #expect(capture.popSpans().count == 600)
    }
}
