// SPDX-License-Identifier: Apache-2.0

extension UInt64 {
    /// 16 lower-case hexadecimal digits.
    var hexadecimal: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: self >> UInt64(60 - index * 4)) & 0xf
                buffer[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 16
        }
    }

    /// Exactly 16 hexadecimal digits, or nil.
    init?(hexadecimal text: some StringProtocol) {
        guard text.utf8.count == 16, text.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        self.init(text, radix: 16)
    }

    /// 1 to 16 hexadecimal digits, or nil.
    init?(upTo16Hexadecimal text: Substring) {
        guard (1...16).contains(text.utf8.count), text.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
        self.init(text, radix: 16)
    }
}

extension UInt8 {
    /// Whether this ASCII byte is one of `0…9`, `a…f`, `A…F`.
    var isHexadecimalDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Whether this ASCII byte is one of `0…9`, `a…f`.
    var isLowercaseHexadecimalDigit: Bool {
        switch self {
        case 0x30...0x39, 0x61...0x66: true
        default: false
        }
    }
}
