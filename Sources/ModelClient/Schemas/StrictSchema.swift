// SPDX-License-Identifier: Apache-2.0

import JSON

/// A schema in Gemini's dialect as the strict JSON Schema that other providers take.
///
/// They want an object at the root, no members but the named ones, and no numbers or lengths bounded.
struct StrictSchema {
    /// How a member that may be null is said.
    enum Nulls {
        /// A union with null; every member is required, as OpenAI demands.
        case union
        /// A member that may be missing; Anthropic allows few unions.
        case optional
    }

    /// The schema to send.
    let root: JSONValue
    /// The one member that holds the answer, when the wanted answer is no object.
    let wrapper: String?

    /// Translates a schema; what strict schemas cannot say is left out.
    init(_ schema: JSONValue, nulls: Nulls) {
        let translated = Self.translate(schema, nulls)
        guard translated["type"]?.stringValue != "object" else {
            root = translated
            wrapper = nil
            return
        }
        wrapper = Self.wrapperName
        root = [
            "type": "object",
            "properties": [Self.wrapperName: translated],
            "required": [.string(Self.wrapperName)],
            "additionalProperties": false,
        ]
    }

    private static let wrapperName = "answer"

    /// The answer without the object that was put around it, letter by letter as the model wrote it.
    func unwrapped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let wrapper, let members = try? JSONScanner.topLevelMembers(of: bytes), members.count == 1,
            members[0].key == wrapper
        else { return text }
        return String(decoding: bytes[members[0].valueRange], as: UTF8.self)
    }

    private static func translate(_ schema: JSONValue, _ nulls: Nulls) -> JSONValue {
        let type = schema["type"]?.stringValue?.lowercased() ?? "string"
        var result: JSONObject = ["type": .string(type)]
        switch type {
        case "object":
            let properties = schema["properties"]?.objectValue ?? [:]
            let members = properties.map { ($0.key, nullable($0.value, translate($0.value, nulls), nulls)) }
            result["properties"] = .object(JSONObject(members))
            result["required"] = .array(required(schema, properties, nulls).map { .string($0) })
            result["additionalProperties"] = false
        case "array":
            let items = schema["items"] ?? [:]
            result["items"] = nullable(items, translate(items, nulls), nulls)
        default:
            result["enum"] = schema["enum"]
        }
        result["description"] = schema["description"]
        return .object(result)
    }

    private static func nullable(_ schema: JSONValue, _ translated: JSONValue, _ nulls: Nulls) -> JSONValue {
        guard schema["nullable"]?.boolValue == true, nulls == .union else { return translated }
        return ["anyOf": [translated, ["type": "null"]]]
    }

    private static func required(_ schema: JSONValue, _ properties: JSONObject, _ nulls: Nulls) -> [String] {
        guard nulls == .optional else { return properties.keys }
        let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        return properties.filter { required.contains($0.key) && $0.value["nullable"]?.boolValue != true }.map(\.key)
    }
}
