// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import LLMObservability

extension LLMObsSpan where Kind: ValueInputKind & ValueOutputKind {
    func annotate(_ wire: WireAnnotation) throws {
        if let input = wire.input { annotate(input: input) }
        if let output = wire.output { annotate(output: output) }
        annotateAnyKind(wire)
    }
}

extension LLMObsSpan<LLMObs.RetrievalKind> {
    func annotate(_ wire: WireAnnotation) throws {
        if let input = wire.input { annotate(input: input) }
        if let documents = try wire.output?.documents() { annotate(output: documents) }
        annotateAnyKind(wire)
    }
}

extension LLMObsSpan<LLMObs.ModelCallKind> {
    func annotate(_ wire: WireAnnotation) throws {
        if let messages = try wire.input?.messages() { annotate(input: messages) }
        if let messages = try wire.output?.messages() { annotate(output: messages) }
        if let prompt = wire.prompt?.prompt { annotate(prompt: prompt) }
        annotateAnyKind(wire)
        annotate(costTags: wire.costTags)
    }
}

extension LLMObsSpan<LLMObs.EmbeddingKind> {
    func annotate(_ wire: WireAnnotation) throws {
        if let documents = try wire.input?.documents() { annotate(input: documents) }
        if let output = wire.output { annotate(output: output) }
        annotateAnyKind(wire)
        annotate(costTags: wire.costTags)
    }
}

extension LLMObsSpan<LLMObs.AnyKind> {
    func annotate(_ wire: WireAnnotation) throws {
        guard wire.input == nil, wire.output == nil else {
            throw HTTPError.unusable("input and output can be given only to a span whose kind is known")
        }
        annotateAnyKind(wire)
    }
}

extension LLMObsSpan {
    /// What spans of all kinds can carry; what others than calls of models cannot, such as a prompt, is passed over.
    fileprivate func annotateAnyKind(_ wire: WireAnnotation) {
        annotate(metadata: wire.metadata)
        annotate(metrics: wire.metrics)
        annotate(tags: wire.tags)
    }
}
