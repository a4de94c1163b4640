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

extension SpanAttribute {
    /// The value without what only describes itself, and with a text of bounded length; nil if it is so already.
    ///
    /// Who describes itself runs the host's code, which may use the span: never to be asked under a lock.
    var resolved: SpanAttribute? {
        switch self {
        case .string(let text):
            text.utf8.count > SpanTag.Value.maximumLength ? .string(SpanTag.Value(text).string) : nil
        case .stringConvertible(let value): .string(SpanTag.Value(value.description).string)
        case .stringConvertibleArray(let values): Self.resolved(values.map(JSONValue.init(describing:)))
        default: nil
        }
    }

    private static func resolved(_ values: [JSONValue]) -> SpanAttribute {
        let integers = values.compactMap { if case .integer(let value) = $0 { value } else { nil } }
        guard integers.count < values.count else { return .int64Array(integers) }
        return .stringArray(values.map { $0.stringValue ?? $0.text })
    }
}

extension SpanAttributes {
    /// The attributes as a span keeps them: each resolved.
    var resolved: SpanAttributes {
        var resolved = self
        visit { key, value in
            if let value = value.resolved { resolved.set(key, value: value) }
        }
        return resolved
    }

    /// Hands over each attribute; the type is no sequence, and has no loop of its own but `forEach`.
    func visit(_ body: (String, SpanAttribute) -> Void) {
        forEach(body)
    }

    /// Attributes of one event or link, and elements of one of their arrays, that are kept.
    private static var maximumCount: Int { 128 }

    /// The attributes in the order of their keys, as many as an event may have, their texts cut.
    var jsonObject: JSONObject {
        var values: [String: JSONValue] = [:]
        visit { key, value in values[key] = value.json.bounded(Self.maximumCount) }
        var object = JSONObject()
        for key in values.keys.sorted().prefix(Self.maximumCount) { object[key] = values[key] }
        return object
    }

    /// The attributes as text, arrays flattened to `key.0`, `key.1`; as many as a link may have, their texts cut.
    var flattenedText: [String: String] {
        var texts: [String: String] = [:]
        visit { key, value in
            guard texts.count < Self.maximumCount else { return }
            guard let elements = value.elements else {
                texts[key] = SpanTag.Value(value.text).string
                return
            }
            for (index, element) in elements.prefix(Self.maximumCount).enumerated() {
                texts["\(key).\(index)"] = SpanTag.Value(element.stringValue ?? element.text).string
            }
        }
        return texts
    }
}

extension JSONValue {
    /// The value with texts cut, and no more elements than this.
    fileprivate func bounded(_ maximumCount: Int) -> JSONValue {
        switch self {
        case .string(let text): .string(SpanTag.Value(text).string)
        case .array(let values): .array(values.prefix(maximumCount).map { $0.bounded(maximumCount) })
        default: self
        }
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
