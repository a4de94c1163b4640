// SPDX-License-Identifier: Apache-2.0

import JSON

extension LLMObs {
    /// A text that was searched for or turned into a vector.
    public struct Document: Sendable, Hashable {
        /// The text.
        public var text: String
        /// Such as the name of a file.
        public var name: String?
        /// Its id where it is kept.
        public var id: String?
        /// How well it fits the question.
        public var score: Double?

        /// A document.
        public init(_ text: String, name: String? = nil, id: String? = nil, score: Double? = nil) {
            self.text = text
            self.name = name
            self.id = id
            self.score = score
        }
    }
}

extension LLMObs.Document: ExpressibleByStringLiteral {
    /// A text without a name.
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

extension LLMObs.Document {
    var json: JSONValue {
        var json: JSONObject = ["text": .string(text)]
        json["name"] = name.map { .string($0) }
        json["id"] = id.map { .string($0) }
        json["score"] = score.map { .number($0) }
        return .object(json)
    }

    func mappingTexts(_ change: (String) -> String) -> Self {
        var document = self
        document.text = change(text)
        document.name = name.map(change)
        return document
    }

    var estimatedSize: Int { 64 + text.utf8.count + (name?.utf8.count ?? 0) + (id?.utf8.count ?? 0) }
}
