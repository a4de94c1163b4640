// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Checks a string from its opening quote to its closing one, escapes and UTF-8 included.
    mutating func readString() throws(JSONError) -> JSONStringToken {
        position += 1
        let start = position
        var hasEscapes = false
        while true {
            position = endOfPlainText(from: position)
            switch current {
            case ASCII.quote:
                position += 1
                return JSONStringToken(content: start..<(position - 1), hasEscapes: hasEscapes)
            case ASCII.backslash:
                hasEscapes = true
                try checkEscape()
            case .some(0x80...):
                try checkUTF8Sequence()
            case nil:
                throw expected("'\"'")
            default:
                throw JSONError(.syntax, "control character that is not escaped", at: position)
            }
        }
    }

    /// The text of a token; its bytes are known to be well formed.
    func string(of token: JSONStringToken) -> String {
        token.hasEscapes ? unescaped(token.content) : String(decoding: bytes[token.content], as: UTF8.self)
    }

    /// Skips the ASCII bytes that stand for themselves, eight at a time while there are eight.
    private func endOfPlainText(from start: Int) -> Int {
        var place = start
        let text = bytes.span.bytes
        while place + 8 <= text.byteCount,
            !Self.needsAttention(unsafe text.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
        {
            place += 8
        }
        while place < bytes.count, Self.isPlain(bytes[place]) {
            place += 1
        }
        return place
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= ASCII.space && byte < 0x80 && byte != ASCII.quote && byte != ASCII.backslash
    }

    /// Whether any of eight bytes is not plain.
    ///
    /// Each subtraction sets a byte's top bit exactly when that byte is a quote, a backslash or a control character; a
    /// borrow spreads only from a byte that already counts.
    private static func needsAttention(_ word: UInt64) -> Bool {
        let each: UInt64 = 0x0101_0101_0101_0101
        let quotes = (word ^ (each &* UInt64(ASCII.quote))) &- each
        let backslashes = (word ^ (each &* UInt64(ASCII.backslash))) &- each
        let controls = word &- (each &* UInt64(ASCII.space))
        return (word | quotes | backslashes | controls) & (each &* 0x80) != 0
    }
}
