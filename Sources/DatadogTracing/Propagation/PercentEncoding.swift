// SPDX-License-Identifier: Apache-2.0

extension Substring.UTF8View {
    /// The text with `%41` and the like replaced; escapes that are no UTF-8 become U+FFFD, broken ones stay as they are.
    var percentDecoded: String {
        guard contains(UInt8(ascii: "%")) else { return String(Substring(self)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var rest = self
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let decoded = UInt8(escape: rest.prefix(2)) else {
                bytes.append(byte)
                continue
            }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends the text's UTF-8, each byte that is not plain as `%` and two hexadecimal digits.
    mutating func append(percentEncoding text: String, isPlain: (UInt8) -> Bool) {
        for byte in text.utf8 {
            guard !isPlain(byte) else {
                append(byte)
                continue
            }
            append(UInt8(ascii: "%"))
            append(UInt8(uppercaseHexadecimalDigit: byte >> 4))
            append(UInt8(uppercaseHexadecimalDigit: byte & 0xf))
        }
    }
}

extension UInt8 {
    /// The byte that two hexadecimal digits stand for.
    fileprivate init?(escape digits: Substring.UTF8View) {
        guard digits.count == 2, digits.allSatisfy(\.isHexadecimalDigit) else { return nil }
        self.init(String(Substring(digits)), radix: 16)
    }

    fileprivate init(uppercaseHexadecimalDigit value: UInt8) {
        self = value < 10 ? 0x30 + value : 0x37 + value
    }
}
