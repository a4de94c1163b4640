// SPDX-License-Identifier: Apache-2.0

import JSON

extension SchemaNode {
    /// The node in the schema dialect of Gemini's `generateContent` (`responseSchema`).
    func geminiSchema(note: String? = nil) -> JSONValue {
        var schema: JSONObject = [:]
        schema["type"] = .string(geminiType)
        schema["description"] = note.map(JSONValue.string)
        switch self {
        case .object(let fields):
            let names = fields.map { JSONValue.string($0.name) }
            schema["properties"] = .object(Self.properties(of: fields))
            schema["required"] = .array(names)
            schema["propertyOrdering"] = .array(names)
        case .list(of: let element, maximum: _):
            schema["items"] = element.geminiSchema()
        case .choice(let words):
            schema["enum"] = .array(words.map(JSONValue.string))
            schema["nullable"] = true
        case .integer, .text, .label:
            schema["nullable"] = true
        }
        return .object(schema)
    }

    private static func properties(of fields: [SchemaField]) -> JSONObject {
        var properties: JSONObject = [:]
        for field in fields {
            properties[field.name] = field.node.geminiSchema(note: field.note)
        }
        return properties
    }

    private var geminiType: String {
        switch self {
        case .object: "OBJECT"
        case .list: "ARRAY"
        case .integer: "INTEGER"
        case .text, .choice, .label: "STRING"
        }
    }
}
