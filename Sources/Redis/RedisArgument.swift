// SPDX-License-Identifier: Apache-2.0

/// One argument of a command: any bytes.
public enum RedisArgument: Sendable, Hashable {
    /// The UTF-8 bytes of a text.
    case string(String)

    /// A number, sent in decimal digits.
    case integer(Int)

    /// Bytes as they are.
    case bytes([UInt8])

    /// How many bytes it has, or may have.
    var byteCount: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .integer: 20
        case .bytes(let bytes): bytes.count
        }
    }
}

extension RedisArgument: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    /// Creates the argument for a text in quotes.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Creates the argument for a number.
    public init(integerLiteral value: Int) { self = .integer(value) }
}
