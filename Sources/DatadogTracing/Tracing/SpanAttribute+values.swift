// SPDX-License-Identifier: Apache-2.0

import JSON
import Tracing

extension SpanAttribute {
    /// The value of a number.
    var number: Double? {
        switch self {
        case .int32(let value): Double(value)
        case .int64(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The value as a tag's text; arrays as JSON.
    var text: String {
        switch self {
        case .string(let value): value
        case .bool(let value): value ? "true" : "false"
        case .int32(let value): String(value)
        case .int64(let value): String(value)
        case .double(let value): String(value)
        case .stringConvertible(let value): value.description
        default: json.text
        }
    }

    /// Whether the value switches something on: true, a number that is not zero, or the text `true` or `1`.
    var isTrue: Bool {
        switch self {
        case .bool(let value): value
        case .string(let value): ["true", "True", "1"].contains(value)
        default: number.map { $0 != 0 } ?? false
        }
    }

    var json: JSONValue {
        switch self {
        case .string(let value): .string(value)
        case .bool(let value): .bool(value)
        case .int32(let value): .integer(Int64(value))
        case .int64(let value): .integer(value)
        case .double(let value): .double(value)
        case .stringConvertible(let value): .string(value.description)
        default: .array(elements ?? [])
        }
    }

    /// The elements of an array, else nil.
    var elements: [JSONValue]? {
        switch self {
        case .int32Array(let values): values.map { .integer(Int64($0)) }
        case .int64Array(let values): values.map { .integer($0) }
        case .doubleArray(let values): values.map { .double($0) }
        case .boolArray(let values): values.map { .bool($0) }
        case .stringArray(let values): values.map { .string($0) }
        case .stringConvertibleArray(let values): values.map(JSONValue.init(describing:))
        default: nil
        }
    }
}

extension SpanAttributes {
    /// Hands over each attribute; the type is no sequence, and has no loop of its own but `forEach`.
    func visit(_ body: (String, SpanAttribute) -> Void) {
        forEach(body)
    }

    /// All attributes in the order of their keys.
    var jsonObject: JSONObject {
        var values: [String: JSONValue] = [:]
        visit { key, value in values[key] = value.json }
        var object = JSONObject()
        for key in values.keys.sorted() { object[key] = values[key] }
        return object
    }

    /// All attributes as text, arrays flattened to `key.0`, `key.1`.
    var flattenedText: [String: String] {
        var texts: [String: String] = [:]
        visit { key, value in
            guard let elements = value.elements else {
                texts[key] = value.text
                return
            }
            for (index, element) in elements.enumerated() {
                texts["\(key).\(index)"] = element.stringValue ?? element.text
            }
        }
        return texts
    }
}

extension JSONValue {
    /// An array of `Int` reaches us as an array of things with a description: its numbers stay numbers.
    fileprivate init(describing value: any CustomStringConvertible) {
        self =
            (value as? any BinaryInteger).flatMap { Int64(exactly: $0) }.map { .integer($0) }
            ?? .string(value.description)
    }
}
