// SPDX-License-Identifier: Apache-2.0

import JSON

/// Checks JSON against a ``SchemaNode`` and makes it canonical: numbers are integers, what is null, blank or unknown goes.
///
/// It collects the issues it meets, so one pass tells all.
struct SchemaReader {
    static let maximumIssues = 50
    static let maximumTextLength = 1_000

    private let numbers: NumberLocale
    private(set) var issues: [SchemaIssue] = []
    private(set) var issueCount = 0

    init(numbers: NumberLocale = .any) {
        self.numbers = numbers
    }

    mutating func read(_ value: JSONValue, as node: SchemaNode, at path: String) -> JSONValue {
        switch node {
        case .object(let fields): readObject(value, fields, at: path)
        case .list(of: let element, let maximum): readList(value, of: element, maximum: maximum, at: path)
        case .integer: readInteger(value, at: path)
        case .text, .choice: readText(value, at: path)
        case .label: readLabel(value, at: path)
        }
    }

    /// Throws what was collected, if anything was.
    func throwIfFlawed() throws(ReportParsingError) {
        guard let first = issues.first else { return }
        let rest = issueCount == 1 ? "" : " and \(issueCount - 1) more"
        throw ReportParsingError(
            kind: .schema,
            issues: issues,
            message: "the answer does not fit the report schema at \(first.path)\(rest)"
        )
    }

    private mutating func readObject(_ value: JSONValue, _ fields: [SchemaField], at path: String) -> JSONValue {
        guard let members = value.objectValue, fields.contains(where: { members[$0.name] != nil }) || members.isEmpty
        else {
            let names = fields.map(\.name).joined(separator: ", ")
            return reject(value, at: path, expected: "an object with the members \(names)")
        }
        var object: JSONObject = [:]
        for field in fields {
            guard let member = members[field.name], !member.isNull else { continue }
            object[field.name] = read(member, as: field.node, at: "\(path).\(field.name)")
        }
        return .object(object)
    }

    private mutating func readList(
        _ value: JSONValue,
        of element: SchemaNode,
        maximum: Int,
        at path: String
    ) -> JSONValue {
        guard let items = value.arrayValue else { return reject(value, at: path, expected: "a list") }
        guard items.count <= maximum else {
            note("expected at most \(maximum) items, got \(items.count)", at: path)
            return []
        }
        return .array(items.enumerated().map { read($1, as: element, at: "\(path)[\($0)]") })
    }

    private mutating func readInteger(_ value: JSONValue, at path: String) -> JSONValue {
        switch value {
        case .string(let text) where SheetText.isBlank(text):
            return .null
        case .string(let text):
            if let number = WholeNumber.parse(text, in: numbers) { return .integer(Int64(number)) }
        case .integer:
            if let number = value.intValue, WholeNumber.isInRange(number) { return value }
        case .null, .bool, .double, .array, .object:
            // A number with a fraction stays out even if that is zero: who writes 12.000 may mean twelve thousand.
            break
        }
        return reject(value, at: path, expected: "a whole number")
    }

    private mutating func readText(_ value: JSONValue, at path: String) -> JSONValue {
        switch value {
        case .string(let text):
            guard text.utf8.count <= Self.maximumTextLength * 4, text.count <= Self.maximumTextLength else {
                note("expected at most \(Self.maximumTextLength) characters", at: path)
                return .null
            }
            return SheetText.isBlank(text) ? .null : .string(SheetText.trimmed(text))
        case .integer(let number):
            return .string(String(number))
        case .null, .bool, .double, .array, .object:
            return reject(value, at: path, expected: "a text or null")
        }
    }

    private mutating func readLabel(_ value: JSONValue, at path: String) -> JSONValue {
        guard let text = readText(value, at: path).stringValue else { return .null }
        return .string(SheetText.withASCIIDigits(text))
    }

    private mutating func reject(_ value: JSONValue, at path: String, expected: String) -> JSONValue {
        note("expected \(expected), got \(Self.describe(value))", at: path)
        return .null
    }

    private mutating func note(_ message: String, at path: String) {
        issueCount += 1
        guard issues.count < Self.maximumIssues else { return }
        issues.append(SchemaIssue(path: path, message: message))
    }

    private static func describe(_ value: JSONValue) -> String {
        switch value {
        case .array: "a list"
        case .object: "an object"
        case .string(let text): JSONValue.string(String(text.unicodeScalars.prefix(40))).text
        case .null, .bool, .integer, .double: value.text
        }
    }
}
