// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import LLMObservability

/// A prompt in the words of the wire.
struct WirePrompt {
    let prompt: LLMObs.Prompt

    init(_ json: JSONValue) throws {
        prompt = LLMObs.Prompt(
            id: try json.text("id"),
            version: try json.text("version"),
            label: try json.text("label"),
            template: try Self.template(json),
            variables: try json.texts("variables"),
            tags: try json.texts("tags"),
            contextVariables: try Self.names("rag_context_variables", json),
            queryVariables: try Self.names("rag_query_variables", json)
        )
    }

    private static func template(_ json: JSONValue) throws -> LLMObs.Prompt.Template? {
        let text = try json.text("template")
        guard json.present("chat_template") != nil else { return text.map { .text($0) } }
        guard text == nil else { throw HTTPError.unusable("a prompt has either template or chat_template") }
        return .chat(try json.list("chat_template").map(LLMObs.Message.init(wire:)))
    }

    private static func names(_ key: String, _ json: JSONValue) throws -> [String]? {
        guard json.present(key) != nil else { return nil }
        let list = try json.list(key)
        let names = list.compactMap(\.stringValue)
        guard names.count == list.count else { throw HTTPError.unusable("\(key) has to be a list of texts") }
        return names
    }
}
