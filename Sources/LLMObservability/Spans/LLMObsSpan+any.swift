// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObsSpan<LLMObs.AnyKind> {
    /// Says what went in: of calls of language models as one message without a role, of embeddings as one document. The
    /// last call wins.
    public func annotate(input: @autoclosure () -> JSONValue) {
        record?.setInput { LLMObs.Content(input(), asInputOf: record?.kind) }
    }

    /// Says what went in, a text; all else as for JSON.
    public func annotate(input: @autoclosure () -> String) {
        record?.setInput { LLMObs.Content(.string(input()), asInputOf: record?.kind) }
    }

    /// Says what was asked; of spans that carry no messages as JSON text. The last call wins.
    public func annotate(input: @autoclosure () -> [LLMObs.Message]) {
        record?.setInput { LLMObs.Content(input(), of: record?.kind) }
    }

    /// Says what came out: of calls of language models as one message without a role, of retrievals as documents, one for
    /// each element. The last call wins.
    public func annotate(output: @autoclosure () -> JSONValue) {
        record?.setOutput { LLMObs.Content(output(), asOutputOf: record?.kind) }
    }

    /// Says what came out, a text; all else as for JSON.
    public func annotate(output: @autoclosure () -> String) {
        record?.setOutput { LLMObs.Content(.string(output()), asOutputOf: record?.kind) }
    }

    /// Says what was answered; of spans that carry no messages as JSON text. The last call wins.
    public func annotate(output: @autoclosure () -> [LLMObs.Message]) {
        record?.setOutput { LLMObs.Content(output(), of: record?.kind) }
    }

    /// Says what prompt the input was made from; see `annotate(prompt:)` of ``LLMObs/ModelCallSpan``. Does nothing to
    /// spans of other kinds.
    public func annotate(prompt: @autoclosure () -> LLMObs.Prompt) {
        guard record?.kind == LLMObs.ModelCallKind.name else { return }
        record?.setPrompt(prompt)
    }

    /// Adds the tokens counted; see ``LLMObs/TokenUsage``.
    public func annotate(usage: @autoclosure () -> LLMObs.TokenUsage) {
        record?.addMetrics { usage().metrics }
    }

    /// Adds what the call cost; see ``LLMObs/Cost``.
    public func annotate(cost: @autoclosure () -> LLMObs.Cost) {
        record?.addMetrics { cost().metrics }
    }
}

extension LLMObs.Content {
    fileprivate init(_ value: JSONValue, asInputOf kind: String?) {
        switch kind {
        case LLMObs.ModelCallKind.name: self = .messages([LLMObs.Message(value.annotationText)])
        case LLMObs.EmbeddingKind.name: self = .documents([LLMObs.Document(value.annotationText)])
        default: self = .value(value)
        }
    }

    fileprivate init(_ value: JSONValue, asOutputOf kind: String?) {
        switch kind {
        case LLMObs.ModelCallKind.name: self = .messages([LLMObs.Message(value.annotationText)])
        case LLMObs.RetrievalKind.name:
            self = .documents((value.arrayValue ?? [value]).map { LLMObs.Document($0.annotationText) })
        default: self = .value(value)
        }
    }

    fileprivate init(_ messages: [LLMObs.Message], of kind: String?) {
        self = kind == LLMObs.ModelCallKind.name ? .messages(messages) : .value(.array(messages.map(\.json)))
    }
}
