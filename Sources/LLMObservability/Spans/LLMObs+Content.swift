// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// What went into a span or came out of it.
    public enum Content: Sendable, Hashable {
        /// Of workflows, tasks, tools and agents, what was searched for, and what an embedding gave.
        case value(JSONValue)
        /// Of calls of language models.
        case messages([Message])
        /// What was turned into vectors, or found.
        case documents([Document])

        /// The same with each text in it changed: values that are no strings as JSON text, pictures as base64.
        public func mappingTexts(_ change: (String) -> String) -> Self {
            switch self {
            case .value(let value): .value(.string(change(value.annotationText)))
            case .messages(let messages): .messages(messages.map { $0.mappingTexts(change) })
            case .documents(let documents): .documents(documents.map { $0.mappingTexts(change) })
            }
        }
    }
}

extension LLMObs.Content {
    /// Sizes and hashes in place of the texts.
    var summarized: Self {
        guard case .messages(let messages) = self else { return mappingTexts(ContentSummary.of) }
        return .messages(messages.map(\.summarized))
    }

    /// As in an event's `input` and `output`.
    var json: JSONObject {
        switch self {
        case .value(let value): ["value": .string(value.annotationText)]
        case .messages(let messages): ["messages": .array(messages.map(\.json))]
        case .documents(let documents): ["documents": .array(documents.map(\.json))]
        }
    }

    var estimatedSize: Int {
        switch self {
        case .value(let value): value.estimatedSize
        case .messages(let messages): messages.reduce(0) { $0 + $1.estimatedSize }
        case .documents(let documents): documents.reduce(0) { $0 + $1.estimatedSize }
        }
    }
}
