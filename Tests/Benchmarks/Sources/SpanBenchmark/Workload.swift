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

    static func standard(_ tracer: DatadogTracer) {
        tracer.withSpan("root") { root in
            setAttributes(root)
            for _ in 1..<spansPerTrace { tracer.withSpan("child") { setAttributes($0) } }
        }
    }

    static func thinAsync(_ tracer: DatadogTracer) async {
        await tracer.trace("root", resource: "job") { root in
            tag(root)
            for _ in 1..<spansPerTrace { await tracer.trace("child", resource: "step") { span in await later(span) } }
        }
    }

    private static func later(_ span: DatadogSpan) async { tag(span) }

    private static func tag(_ span: DatadogSpan) {
        span.setTag("a", "1")
        span.setTag("b", "two")
        span.setTag("c", "three")
        span.setMetric("m", 4.5)
    }

    private static func setAttributes(_ span: DatadogSpan) {
        span.attributes["resource.name"] = "step"
        span.attributes["a"] = "1"
        span.attributes["b"] = "two"
        span.attributes["c"] = "three"
        span.attributes["m"] = 4.5
    }
}
