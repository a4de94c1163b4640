// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import LLMObservability

extension LLMObs.Message {
    /// A text alone, or an object with its content and role.
    init(wire json: JSONValue) throws {
        if let text = json.stringValue {
            self.init(text)
            return
        }
        guard json.objectValue != nil, let content = try json.text("content") else {
            throw HTTPError.unusable("a message has to be a text or an object with a content")
        }
        self.init(role: try json.text("role") ?? "", content)
    }
}

extension LLMObs.Document {
    /// A text alone, or an object with it and what else is known.
    init(wire json: JSONValue) throws {
        if let text = json.stringValue {
            self.init(text)
            return
        }
        guard json.objectValue != nil, let text = try json.text("text") else {
            throw HTTPError.unusable("a document has to be a text or an object with a text")
        }
        let score = json.present("score")?.doubleValue
        self.init(text, name: try json.text("name"), id: try json.text("id"), score: score)
    }
}

extension JSONValue {
    /// One or several messages.
    func messages() throws -> [LLMObs.Message] {
        try (arrayValue ?? [self]).map(LLMObs.Message.init(wire:))
    }

    /// One or several documents.
    func documents() throws -> [LLMObs.Document] {
        try (arrayValue ?? [self]).map(LLMObs.Document.init(wire:))
    }
}
