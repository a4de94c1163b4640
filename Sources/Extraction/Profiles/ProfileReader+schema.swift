// SPDX-License-Identifier: Apache-2.0

import JSON

extension ProfileReader {
    private static let keywords = [
        "$schema", "title", "description", "type", "properties", "required", "additionalProperties", "items",
        "maxItems", "enum",
    ]

    /// The standard schema where there is none.
    mutating func schema(_ json: JSONValue?) -> SchemaNode {
        guard let json else { return ReportSchema.reports }
        let before = issues.count
        let node = node(json, at: "response_schema", depth: 0)
        guard let node, issues.count == before else { return ReportSchema.reports }
        var contract = SchemaContract()
        contract.check(node)
        for issue in contract.issues { note(issue.path, issue.message) }
        return node
    }

    private mutating func node(_ json: JSONValue, at path: String, depth: Int) -> SchemaNode? {
        guard let object = json.objectValue, depth < 8 else {
            note(path, "must be a JSON Schema")
            return nil
        }
        expect(Self.keywords, in: object, at: path)
        switch types(object["type"]) {
        case ["object"]: return objectNode(object["properties"], at: path, depth)
        case ["array"]: return listNode(object, at: path, depth)
        case ["integer"]: return .integer
        case ["string"]: return object["enum"] == nil ? .text : choice(object["enum"], at: path)
        case ["string", "integer"]: return .label
        default:
            note(
                "\(path).type",
                "must be object, array, integer, string, or both string and integer; null may come beside it"
            )
            return nil
        }
    }

    /// The types but null, since every field may be missing on the sheet.
    private func types(_ json: JSONValue?) -> Set<String> {
        let names = json?.arrayValue?.compactMap(\.stringValue) ?? json?.stringValue.map { [$0] } ?? []
        return Set(names).subtracting(["null"])
    }

    private mutating func objectNode(_ json: JSONValue?, at path: String, _ depth: Int) -> SchemaNode? {
        guard let properties = json?.objectValue, !properties.isEmpty, properties.count <= 50 else {
            note("\(path).properties", "must have 1 to 50 members")
            return nil
        }
        let fields = properties.compactMap { name, schema in
            node(schema, at: "\(path).properties.\(name)", depth: depth + 1).map {
                SchemaField(name, $0, schema["description"]?.stringValue)
            }
        }
        return .object(fields)
    }

    private mutating func listNode(_ object: JSONObject, at path: String, _ depth: Int) -> SchemaNode? {
        guard let items = object["items"] else {
            note("\(path).items", "is missing; say what the list holds")
            return nil
        }
        let standard = depth == 0 ? ReportSchema.maximumReports : ReportSchema.maximumVoteResults
        let maximum = object["maxItems"].map { $0.intValue ?? 0 } ?? standard
        if !(1...standard).contains(maximum) { note("\(path).maxItems", "must be from 1 to \(standard)") }
        return node(items, at: "\(path).items", depth: depth + 1).map { .list(of: $0, maximum: maximum) }
    }

    private mutating func choice(_ json: JSONValue?, at path: String) -> SchemaNode? {
        let words = (json?.arrayValue ?? []).filter { !$0.isNull }
        let texts = words.compactMap(\.stringValue)
        guard !texts.isEmpty, texts.count == words.count, texts.count <= 100 else {
            note("\(path).enum", "must be a list of 1 to 100 texts")
            return nil
        }
        return .choice(texts)
    }
}
