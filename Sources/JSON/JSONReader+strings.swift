// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Checks a string from its opening quote to its closing one, escapes and UTF-8 included.
    mutating func readString() throws(JSONError) -> JSONStringToken {
        position += 1
        let start = position
        var (hasEscapes, isASCII) = (false, true)
        while true {
            position = endOfPlainText(from: position)
            switch current {
            case ASCII.quote:
                position += 1
                return JSONStringToken(content: start..<(position - 1), hasEscapes: hasEscapes, isASCII: isASCII)
            case ASCII.backslash:
                hasEscapes = true
                try checkEscape()
            case .some(0x80...):
                isASCII = false
                try checkNonASCII()
            case nil:
                throw expected("'\"'")
            default:
                throw JSONError(.syntax, "control character that is not escaped", at: position)
            }
        }
    }

    /// The text of a token; its bytes are known to be well formed.
    func string(of token: JSONStringToken) -> String {
        guard !token.hasEscapes else { return unescaped(token.content) }
        // `readString` has found the bytes well formed: nothing needs to be looked at again.
        let text = UTF8Span(unchecked: bytes.span.extracting(token.content), isKnownASCII: token.isASCII)
        return String(copying: text)
    }

    /// Skips the ASCII bytes that stand for themselves, eight at a time while there are eight.
    private func endOfPlainText(from start: Int) -> Int {
        var place = start
        let text = bytes.span.bytes
        while place + 8 <= text.byteCount {
            let word = text.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            let plain = EightBytes.countOfPlainASCII(UInt64(littleEndian: word))
            place += plain
            guard plain == 8 else { return place }
        }
        while place < bytes.count, bytes[place] < 0x80, !ASCII.needsEscape(bytes[place]) {
            place += 1
        }
        return place
    }
}
