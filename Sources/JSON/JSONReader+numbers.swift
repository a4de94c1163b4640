// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Reads a number from its sign or first digit.
    mutating func readNumber() throws(JSONError) -> JSONValue {
        let start = position
        let negative = consume(ASCII.minus)
        var number = JSONNumber()
        try readIntegerPart(into: &number)
        let hasFraction = try readFraction(into: &number)
        let hasExponent = try readExponent(into: &number)
        if !hasFraction, !hasExponent, let integer = number.integer(negative: negative) {
            return .integer(integer)
        }
        if let double = number.exactDouble(negative: negative) {
            return .double(double)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let double = Double(text), double.isFinite else {
            throw JSONError(.invalidNumber, "number too large for a double", at: start)
        }
        return .double(double)
    }

    private mutating func readIntegerPart(into number: inout JSONNumber) throws(JSONError) {
        if consume(ASCII.zero) {
            guard let next = current, Self.isDigit(next) else { return }
            throw JSONError(.invalidNumber, "digit after a leading zero", at: position)
        }
        try readDigits { number.append($0) }
    }

    private mutating func readFraction(into number: inout JSONNumber) throws(JSONError) -> Bool {
        guard consume(ASCII.point) else { return false }
        try readDigits {
            number.append($0)
            number.exponent -= 1
        }
        return true
    }

    private mutating func readExponent(into number: inout JSONNumber) throws(JSONError) -> Bool {
        guard let letter = current, letter | 0x20 == ASCII.letterE else { return false }
        position += 1
        let negative = consume(ASCII.minus)
        if !negative {
            _ = consume(ASCII.plus)
        }
        var exponent = 0
        // Past any double's range the digits no longer matter, only that they cannot overflow.
        try readDigits { exponent = min(exponent * 10 + Int($0), 1_000_000) }
        number.exponent += negative ? -exponent : exponent
        return true
    }

    private mutating func readDigits(_ use: (UInt8) -> Void) throws(JSONError) {
        guard let first = current, Self.isDigit(first) else { throw expected("a digit", .invalidNumber) }
        while let byte = current, Self.isDigit(byte) {
            use(byte - ASCII.zero)
            position += 1
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= ASCII.zero && byte <= ASCII.nine
    }
}
