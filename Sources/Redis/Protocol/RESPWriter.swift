// SPDX-License-Identifier: Apache-2.0

/// Writes a command as it goes over the wire, an array of bulk strings, into memory that has room for it.
struct RESPWriter {
    /// The most bytes that a part, or the command itself, takes beside its content: a mark, a length, two line ends.
    static let overhead = 25

    private let buffer: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes have been written.
    private(set) var count = 0

    /// Begins a command of so many parts, its name included.
    init(_ buffer: UnsafeMutableBufferPointer<UInt8>, parts: Int) {
        self.buffer = buffer
        append(UInt8(ascii: "*"), length: parts)
    }

    /// Appends a part.
    mutating func append(_ argument: RedisArgument) {
        switch argument {
        case .string(var text):
            text.withUTF8 { append($0) }
        case .bytes(let bytes):
            bytes.withUnsafeBufferPointer { append($0) }
        case .integer(let number):
            let isNegative = number < 0
            let digits = Self.digits(of: number.magnitude)
            append(UInt8(ascii: "$"), length: digits + (isNegative ? 1 : 0))
            if isNegative { append(UInt8(ascii: "-")) }
            append(number.magnitude, digits: digits)
            endLine()
        }
    }

    private mutating func append(_ part: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "$"), length: part.count)
        // Traps where there is no room.
        count = buffer[count...].initialize(fromContentsOf: part)
        endLine()
    }

    private mutating func append(_ mark: UInt8, length: Int) {
        append(mark)
        append(length.magnitude)
        endLine()
    }

    private mutating func append(_ number: UInt) {
        append(number, digits: Self.digits(of: number))
    }

    private mutating func append(_ number: UInt, digits: Int) {
        var rest = number
        for place in (count..<(count + digits)).reversed() {
            buffer.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        count += digits
    }

    private mutating func endLine() {
        append(UInt8(ascii: "\r"))
        append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ byte: UInt8) {
        buffer.initializeElement(at: count, to: byte)
        count += 1
    }

    private static func digits(of number: UInt) -> Int {
        var (count, rest) = (1, number)
        while rest > 9 {
            count += 1
            rest /= 10
        }
        return count
    }
}
