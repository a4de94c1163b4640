// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Synchronization
import Tracing

extension LLMObsClient {
    /// Starts a span of the tracer, and an event beside it unless too many are open.
    func open<Kind: LLMObsSpanKind>(_ opening: SpanOpening, _ kind: Kind.Type) -> LLMObsSpan<Kind> {
        let slot = SpanSlot()
        let scope = opening.context[AnnotationScopeKey.self]
        var context = opening.context
        context[LLMObsContextKey.self] = slot
        let span = tracer.startSpan(
            scope?.name ?? opening.name,
            context: context,
            function: opening.place.function,
            file: opening.place.file,
            line: opening.place.line
        )
        span.describe(kind: Kind.name)
        guard isAdmitted(span) else {
            // What starts below belongs to the span above.
            slot.record = opening.context.openSpanRecord
            return LLMObsSpan(apmSpan: span, record: nil)
        }
        var annotations = scope.map { captured($0.annotations(of: Kind.self)) } ?? SpanAnnotations()
        if let version = opening.agentVersion { annotations.tags["agent_version"] = version }
        let record = SpanRecord(opening, kind: Kind.name, span: span, client: self, annotations: annotations)
        if let scope { record.addCostTags { scope.costTags(of: Kind.self) } }
        slot.record = record
        span.setCompanion(record)
        mark(span.root, record)
        return LLMObsSpan(apmSpan: span, record: record)
    }

    /// Whether the span becomes an event; if not, that is counted.
    private func isAdmitted(_ span: DatadogSpan) -> Bool {
        guard span.isRecording else {
            statistics.dropped(.notRecorded, SpanEvent.self)
            return false
        }
        return spanOpened()
    }

    /// Lets the tracer's trace be found from the trace of LLM Observability.
    private func mark(_ root: DatadogSpan, _ record: SpanRecord) {
        guard root.tag("llmobs_trace_id") == nil else { return }
        root.setTag("llmobs_trace_id", record.origin.trace.id.hexadecimal)
        root.setTag("llmobs_parent_id", record.spanIDText)
    }
}
