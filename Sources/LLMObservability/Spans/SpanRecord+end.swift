// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON
import Synchronization

extension SpanRecord: SpanCompanion {
    /// Makes the event of the span, and sends it unless it travels inside the span.
    func spanEnded(_ span: inout FinishedSpan) -> Bool {
        let annotations = state.withLock { state in
            state.isEnded = true
            defer { state.annotations = SpanAnnotations() }
            return state.annotations
        }
        client.spanClosed()
        addGenerativeTags(to: &span, annotations.metrics)
        guard let event = client.processed(SpanEvent(of: self, span: span, annotations: annotations)) else {
            return false
        }
        guard client.putsEventsIntoSpans else {
            client.enqueue(event)
            return false
        }
        guard event.estimatedSize <= client.configuration.limits.maximumBytesInSpans else {
            sendAlone(event, of: &span)
            return false
        }
        state.withLock { $0.event = event }
        return true
    }

    /// Puts the event into the span, or sends it by itself if the agent will not keep the span.
    func spanDeparts(_ span: inout FinishedSpan, priority: Int) {
        guard let event = state.withLock({ $0.event.take() }) else { return }
        if priority > 0 {
            span.metaStruct[SpanEvent.structKey] = event.messagePack
            client.exporter.statistics.handedToTracer()
        } else {
            sendAlone(event, of: &span)
        }
    }

    /// Sends the event by itself, and says so in the span, which else would hold it.
    private func sendAlone(_ event: SpanEvent, of span: inout FinishedSpan) {
        span.meta["_dd.llmobs.submitted"] = "1"
        client.enqueue(event)
    }

    /// What lets the tracer's spans be searched the same way; marked, since plain ones would make a second event.
    private func addGenerativeTags(to span: inout FinishedSpan, _ metrics: [String: Double]) {
        span.meta["_dd.llmobs.artificial_gen_ai_tags"] = "true"
        span.meta["gen_ai.operation.name"] = kind
        span.meta["gen_ai.application.name"] = origin.mlApp
        if let sessionID = origin.sessionID { span.meta["gen_ai.conversation.id"] = sessionID }
        if let model {
            span.meta["gen_ai.request.model"] = model.name
            span.meta["gen_ai.provider.name"] = model.provider
        }
        for name in Self.usageMetrics {
            guard let count = metrics[name] else { continue }
            span.metrics["gen_ai.usage.\(name)"] = count
        }
    }

    private static let usageMetrics = [
        "input_tokens", "output_tokens", "total_tokens", "cache_read_input_tokens", "cache_write_input_tokens",
        "reasoning_output_tokens",
    ]
}
