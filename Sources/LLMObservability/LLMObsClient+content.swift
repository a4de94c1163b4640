// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

extension LLMObsClient {
    /// The content itself, or what is said in its place.
    func captured(_ content: LLMObs.Content) -> LLMObs.Content {
        configuration.capturesContent ? content : content.summarized
    }

    func captured(_ prompt: LLMObs.Prompt) -> LLMObs.Prompt {
        configuration.capturesContent ? prompt : prompt.mappingTexts(ContentSummary.of)
    }

    func captured(_ agent: LLMObs.AgentManifest) -> LLMObs.AgentManifest {
        guard !configuration.capturesContent else { return agent }
        var agent = agent
        agent.instructions = agent.instructions.map(ContentSummary.of)
        return agent
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
            event.take(span)
        }
        // Now rather than when it is encoded: what is large would wait in memory for nothing.
        let isOversized = event.annotations.isOversized || event.estimatedSize >= configuration.limits.maximumItemBytes
        if isOversized { event.strip() }
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
        expectedOutput = event.annotations.expectedOutput
        prompt = event.annotations.prompt
        metadata = event.annotations.metadata
        metadata["_dd"] = nil
        error = event.error
    }
}
