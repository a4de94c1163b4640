// SPDX-License-Identifier: Apache-2.0

/// Appends JSON text to a buffer.
///
/// For texts that are put together from parts: what is already in ``bytes`` stays, and anything may be appended to it.
public struct JSONWriter: Sendable {
    /// The text so far, UTF-8.
    public var bytes: [UInt8]
    private let pretty: Bool
    private var level = 0

    /// Starts with the bytes given; `pretty` puts each element and member on a line of its own.
    public init(_ bytes: [UInt8] = [], pretty: Bool = false) {
        self.bytes = bytes
        self.pretty = pretty
    }

    /// Appends a value.
    public mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append(word: "null")
        case .bool(let bool): append(word: bool ? "true" : "false")
        case .integer(let integer): append(integer)
        case .double(let double): append(double)
        case .string(let string): append(string: string)
        case .array(let elements): append(elements)
        case .object(let object): append(object)
        }
    }

    /// Appends a whole number, digit by digit: making a text of it first takes longer than the rest.
    private mutating func append(_ integer: Int64) {
        if integer < 0 { bytes.append(ASCII.minus) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.mostDigits) { digits in
            var start = digits.count
            var rest = integer.magnitude
            repeat {
                start -= 1
                digits.initializeElement(at: start, to: ASCII.zero + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    private static let mostDigits = 20

    private mutating func append(word: StaticString) {
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ double: Double) {
        // JSON has no name for what is not finite.
        guard double.isFinite else { return append(word: "null") }
        bytes.append(contentsOf: double.description.utf8)
    }

    private mutating func append(_ elements: [JSONValue]) {
        bytes.append(ASCII.openBracket)
        level += 1
        for (position, element) in elements.enumerated() {
            separate(isFirst: position == 0)
            append(element)
        }
        close(ASCII.closeBracket, isEmpty: elements.isEmpty)
    }

    private mutating func append(_ object: JSONObject) {
        bytes.append(ASCII.openBrace)
        level += 1
        for (position, member) in object.enumerated() {
            separate(isFirst: position == 0)
            append(string: member.key)
            bytes.append(ASCII.colon)
            if pretty { bytes.append(ASCII.space) }
            append(member.value)
        }
        close(ASCII.closeBrace, isEmpty: object.isEmpty)
    }

    private mutating func separate(isFirst: Bool) {
        if !isFirst { bytes.append(ASCII.comma) }
        if pretty { breakLine() }
    }

    private mutating func close(_ byte: UInt8, isEmpty: Bool) {
        level -= 1
        if pretty, !isEmpty { breakLine() }
        bytes.append(byte)
    }

    private mutating func breakLine() {
        bytes.append(ASCII.lineFeed)
        bytes.append(contentsOf: repeatElement(ASCII.space, count: 2 * level))
    }
}
