// SPDX-License-Identifier: Apache-2.0

/// A reply of the server (RESP2).
public enum RESPValue: Sendable, Hashable {
    /// Nothing: a missing key, or a blocking command that got no element.
    case null

    /// A number.
    case integer(Int64)

    /// Any bytes.
    case bulk([UInt8])

    /// A short text such as `OK`.
    case status(String)

    /// An error, as an element of an array or of a pipeline's replies.
    case error(RedisServerError)

    /// Further values, at most eight levels deep.
    case array([RESPValue])
}

extension RESPValue {
    /// The text of a bulk or status; nil for anything else and for bytes that are not UTF-8.
    public var string: String? {
        switch self {
        case .bulk(let bytes): String(validating: bytes, as: UTF8.self)
        case .status(let text): text
        default: nil
        }
    }

    /// The bytes of a bulk or status, else nil.
    public var bytes: [UInt8]? {
        switch self {
        case .bulk(let bytes): bytes
        case .status(let text): Array(text.utf8)
        default: nil
        }
    }

    /// The value of an integer, or of a bulk or status that is all decimal digits, else nil.
    public var int: Int? {
        if case .integer(let number) = self { return Int(number) }
        return string.flatMap { Int($0) }
    }

    /// The elements of an array, else nil.
    public var array: [RESPValue]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// Whether this is ``null``.
    public var isNull: Bool { self == .null }
}
