// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Tracing

/// What is measured: a trace of ten spans, one above nine, each with three string tags and a number.
enum Workload {
    static let spansPerTrace = 10

    static func thin(_ tracer: DatadogTracer) {
        tracer.trace("root", resource: "job") { root in
            tag(root)
            for _ in 1..<spansPerTrace { tracer.trace("child", resource: "step") { tag($0) } }
        }
    }

    /// Spans that are not made the current ones.
    static func byHand(_ tracer: DatadogTracer) {
        let root = tracer.startSpan("root", childOf: .none, resource: "job")
        tag(root)
        for _ in 1..<spansPerTrace {
            let span = tracer.startSpan("child", childOf: .span(root), resource: "step")
            tag(span)
            span.finish()
        }
        root.finish()
    }

    static func standard(_ tracer: some Tracer) {
        tracer.withSpan("root") { root in
            setAttributes(root)
            for _ in 1..<spansPerTrace { tracer.withSpan("child") { setAttributes($0) } }
        }
    }

    /// The same, by someone who makes no attributes that nobody keeps.
    static func polite(_ tracer: some Tracer) {
        tracer.withSpan("root") { root in
            if root.isRecording { setAttributes(root) }
            for _ in 1..<spansPerTrace { tracer.withSpan("child") { if $0.isRecording { setAttributes($0) } } }
        }
    }

    /// The same with the tracer of swift-distributed-tracing that does nothing.
    static func noOp() {
        standard(NoOpTracer())
    }

    static func thinAsync(_ tracer: DatadogTracer) async {
        await tracer.trace("root", resource: "job") { root in
            tag(root)
            for _ in 1..<spansPerTrace { await tracer.trace("child", resource: "step") { span in await later(span) } }
        }
    }

    private static func later(_ span: DatadogSpan) async { tag(span) }

    static func tag(_ span: DatadogSpan) {
        span.setTag("a", "1")
        span.setTag("b", "two")
        span.setTag("c", "three")
        span.setMetric("m", 4.5)
    }

    private static func setAttributes(_ span: some Tracing.Span) {
        span.attributes["resource.name"] = "step"
        span.attributes["a"] = "1"
        span.attributes["b"] = "two"
        span.attributes["c"] = "three"
        span.attributes["m"] = 4.5
    }
}
