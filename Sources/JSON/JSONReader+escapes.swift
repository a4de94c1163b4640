// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Steps over one escape, or two that are a surrogate pair.
    mutating func checkEscape() throws(JSONError) {
        let start = position
        position += 1
        guard let letter = current else { throw expected("an escape") }
        guard letter == ASCII.letterU else {
            guard Self.plainEscape(letter) != nil else { throw expected("an escape", .invalidEscape) }
            position += 1
            return
        }
        let unit = try readCodeUnit()
        guard Unicode.UTF16.isLeadSurrogate(unit) || Unicode.UTF16.isTrailSurrogate(unit) else { return }
        guard Unicode.UTF16.isLeadSurrogate(unit), try readTrailSurrogate() else {
            throw JSONError(.invalidEscape, "half a surrogate pair", at: start)
        }
    }

    /// The text of a string that holds escapes, all of them checked before.
    func unescaped(_ content: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var place = content.lowerBound
        while place < content.upperBound {
            let rest = bytes[place..<content.upperBound]
            let escape = rest.firstIndex(of: ASCII.backslash) ?? content.upperBound
            text.append(contentsOf: bytes[place..<escape])
            place = escape
            if escape < content.upperBound {
                appendEscape(at: &place, to: &text)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func appendEscape(at place: inout Int, to text: inout [UInt8]) {
        let letter = bytes[place + 1]
        if let byte = Self.plainEscape(letter) {
            text.append(byte)
            place += 2
            return
        }
        var units = [codeUnit(at: place + 2)]
        if Unicode.UTF16.isLeadSurrogate(units[0]) {
            units.append(codeUnit(at: place + 8))
        }
        text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        place += 6 * units.count
    }

    private static func plainEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case ASCII.quote, ASCII.backslash, ASCII.slash: letter
        case ASCII.letterB: ASCII.backspace
        case ASCII.letterF: ASCII.formFeed
        case ASCII.letterN: ASCII.lineFeed
        case ASCII.letterR: ASCII.carriageReturn
        case ASCII.letterT: ASCII.tab
        default: nil
        }
    }

    /// Reads `uXXXX`.
    private mutating func readCodeUnit() throws(JSONError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Self.hexadecimalDigit(byte) else {
                throw expected("a hexadecimal digit", .invalidEscape)
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    private mutating func readTrailSurrogate() throws(JSONError) -> Bool {
        guard consume(ASCII.backslash), current == ASCII.letterU else { return false }
        return Unicode.UTF16.isTrailSurrogate(try readCodeUnit())
    }

    private func codeUnit(at start: Int) -> UInt16 {
        bytes[start..<(start + 4)].reduce(0) { $0 << 4 | (Self.hexadecimalDigit($1) ?? 0) }
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte) - 0x30
        case 0x41...0x46: UInt16(byte) - 0x41 + 10
        case 0x61...0x66: UInt16(byte) - 0x61 + 10
        default: nil
        }
    }
}
