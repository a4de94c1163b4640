// SPDX-License-Identifier: Apache-2.0

import JSON

/// Reads the members of a profile's file, collecting what is wrong with them.
struct ProfileReader {
    private static let maximumIssues = 50
    private static let maximumTemplateBytes = 100_000
    private static let members = ["format", "id", "version", "template", "numbers", "response_schema", "checks"]

    private(set) var issues: [SchemaIssue] = []

    /// Nil when something is wrong, which is then among the issues.
    mutating func profile(_ json: JSONValue) -> ExtractionProfile? {
        guard let object = json.objectValue else {
            note("profile", "must be an object with the members \(Self.members.joined(separator: ", "))")
            return nil
        }
        expect(Self.members, in: object, at: "")
        if object["format"]?.intValue != 1 { note("format", "must be 1, the format of this file") }
        let id = identifier(object["id"])
        let version = text(object["version"], at: "version", maximumBytes: 64)
        let template = template(object["template"])
        let numbers = numbers(object["numbers"])
        let schema = schema(object["response_schema"])
        let checks = checks(object["checks"], schema)
        guard issues.isEmpty, let id, let version, let template else { return nil }
        return ExtractionProfile(id, version, template, numbers, schema, checks)
    }

    mutating func note(_ path: String, _ message: String) {
        guard issues.count < Self.maximumIssues else { return }
        issues.append(SchemaIssue(path: path, message: message))
    }

    /// A member that nobody reads is a slip of the pen.
    mutating func expect(_ known: [String], in object: JSONObject, at path: String) {
        for key in object.keys where !known.contains(key) {
            note(path.isEmpty ? key : "\(path).\(key)", "is not known; known are \(known.joined(separator: ", "))")
        }
    }

    private mutating func identifier(_ json: JSONValue?) -> String? {
        guard let text = json?.stringValue, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ Self.isIdentifier($0) })
        else {
            note("id", "must be a name of lower-case letters, digits and hyphens, such as \"county-2026\"")
            return nil
        }
        return text
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private mutating func text(_ json: JSONValue?, at path: String, maximumBytes: Int) -> String? {
        guard let text = json?.stringValue, !SheetText.trimmed(text).isEmpty, text.utf8.count <= maximumBytes else {
            note(path, "must be a text of 1 to \(maximumBytes) bytes")
            return nil
        }
        return text
    }

    private mutating func template(_ json: JSONValue?) -> String? {
        guard let lines = json?.arrayValue else {
            return text(json, at: "template", maximumBytes: Self.maximumTemplateBytes)
        }
        let texts = lines.compactMap(\.stringValue)
        guard texts.count == lines.count else {
            note("template", "must be a text, or a list of its lines")
            return nil
        }
        return text(.string(texts.joined(separator: "\n")), at: "template", maximumBytes: Self.maximumTemplateBytes)
    }
}
