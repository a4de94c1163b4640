// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON
import Synchronization

extension SpanRecord: SpanCompanion {
    /// Makes the event of the span, and sends it unless it travels inside the span or has to wait for the verdict.
    func spanEnded(_ span: inout FinishedSpan) -> Bool {
        origin.trace.ends(self)
        let (annotations, parent, isWithdrawn) = state.withLock { state in
            state.isEnded = true
            defer { state.annotations = SpanAnnotations() }
            return (state.annotations, state.parent, state.isWithdrawn)
        }
        if let parent { leaveEnded(parent) }
        client.spanClosed()
        guard !isWithdrawn else { return false }
        addGenerativeTags(to: &span, annotations.metrics)
        let ended = SpanEvent(of: self, span: span, annotations: annotations)
        guard let event = client.processed(ended) else { return false }
        if let error = event.error, error != ended.error { tell(error, on: &span) }
        guard client.putsEventsIntoSpans ? travels(event, in: &span) : waits(event) else { return false }
        // From here on it goes with its trace, whose fate is the tracer's to tell.
        event.arrived()
        return true
    }

    /// Whether the event goes inside the span; if it is too large, it goes by itself.
    private func travels(_ event: SpanEvent, in span: inout FinishedSpan) -> Bool {
        guard event.estimatedSize <= client.configuration.limits.maximumBytesInSpans else {
            span.meta[Self.submitted] = "1"
            return waits(event)
        }
        state.withLock { $0.event = event }
        return true
    }

    /// Whether the event waits until the span leaves, since rules may see more by then; if not, it goes now.
    private func waits(_ event: SpanEvent) -> Bool {
        guard origin.trace.isUndecided, client.exporter.hold(event) else {
            send(event)
            return false
        }
        state.withLock { ($0.event, $0.isHeld) = (event, true) }
        return true
    }

    /// Puts the event into the span, or sends it by itself if the agent will not keep the span.
    func spanDeparts(_ span: inout FinishedSpan, priority: Int) {
        let (event, isHeld) = state.withLock { ($0.event.take(), $0.isHeld) }
        guard let event else { return }
        if isHeld {
            client.exporter.release(event)
            send(event)
        } else if priority > 0 {
            span.metaStruct[SpanEvent.structKey] = event.messagePack
            client.exporter.statistics.handedToTracer()
        } else {
            // The span says so, since it else would hold the event.
            span.meta[Self.submitted] = "1"
            send(event)
        }
    }

    /// The processor's words in place of those that the tracer's span has.
    private func tell(_ error: LLMObs.SpanError, on span: inout FinishedSpan) {
        span.meta["error.type"] = error.type
        span.meta["error.message"] = error.message
        span.meta["error.stack"] = error.stack
    }

    private static let submitted = "_dd.llmobs.submitted"

    /// Sends the event by itself. The verdict is taken now: from here on another one would come too late.
    private func send(_ event: SpanEvent) {
        origin.trace.settle()
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
