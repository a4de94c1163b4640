// SPDX-License-Identifier: Apache-2.0

extension JSONWriter {
    /// Appends text as a JSON string, quotes included.
    public mutating func append(string: String) {
        bytes.append(ASCII.quote)
        // A copy to be made contiguous is only needed for strings that come from elsewhere.
        if string.utf8.withContiguousStorageIfAvailable({ append(escaping: $0) }) == nil {
            var string = string
            string.withUTF8 { append(escaping: $0) }
        }
        bytes.append(ASCII.quote)
    }

    /// Appends the key of a member, colon included.
    ///
    /// - Parameter key: Text that needs no escape.
    public mutating func append(key: StaticString) {
        bytes.append(ASCII.quote)
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(ASCII.quote)
        bytes.append(ASCII.colon)
    }

    /// Copies runs that need no escape whole.
    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while true {
            let end = Self.endOfPlainText(text, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { return }
            append(escape: text[end])
            start = end + 1
        }
    }

    private static func endOfPlainText(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start
        let raw = UnsafeRawBufferPointer(text)
        while place + 8 <= text.count {
            let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let plain = EightBytes.countBeforeEscape(UInt64(littleEndian: word))
            place += plain
            guard plain == 8 else { return place }
        }
        while place < text.count, !ASCII.needsEscape(text[place]) {
            place += 1
        }
        return place
    }

    private mutating func append(escape byte: UInt8) {
        bytes.append(ASCII.backslash)
        switch byte {
        case ASCII.quote, ASCII.backslash: bytes.append(byte)
        case ASCII.backspace: bytes.append(ASCII.letterB)
        case ASCII.formFeed: bytes.append(ASCII.letterF)
        case ASCII.lineFeed: bytes.append(ASCII.letterN)
        case ASCII.carriageReturn: bytes.append(ASCII.letterR)
        case ASCII.tab: bytes.append(ASCII.letterT)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.hexadecimal(byte >> 4))
            bytes.append(Self.hexadecimal(byte & 0xF))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? ASCII.zero + digit : 0x61 + digit - 10
    }
}
