// SPDX-License-Identifier: Apache-2.0

import JSON
import Tracing

extension JSONValue {
    /// The same as an attribute; nil for null, which is no value. Integers and fractions stay apart.
    var attribute: SpanAttribute? {
        switch self {
        case .null: nil
        case .bool(let value): .bool(value)
        case .integer(let value): .int64(value)
        case .double(let value): .double(value)
        case .string(let value): .string(value)
        case .array(let values): Self.array(values)
        case .object: .string(text)
        }
    }

    /// The members of an object as attributes; an array that holds arrays has one for each element: `key.0`, `key.1`.
    var attributes: SpanAttributes {
        var attributes = SpanAttributes()
        for (key, value) in objectValue ?? [:] { value.add(to: &attributes, as: key) }
        return attributes
    }

    private func add(to attributes: inout SpanAttributes, as key: String) {
        guard let elements = arrayValue, elements.contains(where: { $0.arrayValue != nil }) else {
            return attributes.set(key, value: attribute)
        }
        for (index, element) in elements.enumerated() { element.add(to: &attributes, as: "\(key).\(index)") }
    }

    /// An array of one type stays so; a mixed one becomes an array of texts.
    private static func array(_ values: [JSONValue]) -> SpanAttribute {
        let bools = values.compactMap(\.boolValue)
        if bools.count == values.count { return .boolArray(bools) }
        let integers = values.compactMap { if case .integer(let value) = $0 { value } else { nil } }
        if integers.count == values.count { return .int64Array(integers) }
        let doubles = values.compactMap(\.doubleValue)
        if doubles.count == values.count { return .doubleArray(doubles) }
        return .stringArray(values.map { $0.stringValue ?? $0.text })
    }
}
