// SPDX-License-Identifier: Apache-2.0

extension JSONWriter {
    /// Appends text as a JSON string, quotes included.
    public mutating func append(string: String) {
        bytes.append(ASCII.quote)
        var string = string
        string.withUTF8 { append(escaping: $0) }
        bytes.append(ASCII.quote)
    }

    /// Copies runs that need no escape whole.
    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for (place, byte) in text.enumerated()
        where byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash {
            bytes.append(contentsOf: text[start..<place])
            append(escape: byte)
            start = place + 1
        }
        bytes.append(contentsOf: text[start...])
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
