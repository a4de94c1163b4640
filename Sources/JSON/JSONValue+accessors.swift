// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// The member of an object with this key; nil when there is none or the value is not an object.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The element of an array at this position; nil when there is none or the value is not an array.
    public subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string.
    public var stringValue: String? {
        guard case .string(let string) = self else { return nil }
        return string
    }

    /// A whole number: an integer, or a double that is exactly integral and in range.
    public var intValue: Int? {
        switch self {
        case .integer(let integer): Int(exactly: integer)
        case .double(let double): Int(exactly: double)
        default: nil
        }
    }

    /// Any number as a double; an integer beyond 2^53 is rounded.
    public var doubleValue: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .double(let double): double
        default: nil
        }
    }

    /// A truth value.
    public var boolValue: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// The elements of an array.
    public var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object.
    public var objectValue: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// Whether the value is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
