// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

extension LLMObsClient {
    /// The content itself, or what is said in its place.
    func captured(_ content: LLMObs.Content) -> LLMObs.Content {
        configuration.capturesContent ? content : content.mappingTexts(ContentSummary.of)
    }

    func captured(_ prompt: LLMObs.Prompt) -> LLMObs.Prompt {
        configuration.capturesContent ? prompt : prompt.mappingTexts(ContentSummary.of)
    }

    func captured(_ annotations: SpanAnnotations) -> SpanAnnotations {
        var annotations = annotations
        annotations.prompt = annotations.prompt.map(captured)
        return annotations
    }

    /// The event as it is to be sent: seen by the processor, and without input and output that are too large.
    func processed(_ event: SpanEvent) -> SpanEvent? {
        var event = event
        if let processor = configuration.processor {
            guard let span = processor(LLMObs.ProcessedSpan(event)) else {
                statistics.dropped(.processor, SpanEvent.self)
                return nil
            }
            event.annotations.input = span.input
            event.annotations.output = span.output
            event.annotations.metadata = span.metadata
        }
        // Now rather than when it is encoded: what is large would wait in memory for nothing.
        if event.estimatedSize >= configuration.limits.maximumEventBytes { event.strip() }
        return event
    }
}

extension LLMObs.ProcessedSpan {
    fileprivate init(_ event: SpanEvent) {
        name = event.name
        kind = event.kind
        tags = event.tags
        input = event.annotations.input
        output = event.annotations.output
        metadata = event.annotations.metadata
    }
}
