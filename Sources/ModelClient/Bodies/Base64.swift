// SPDX-License-Identifier: Apache-2.0

/// Base64 of RFC 4648, any part of it at a time.
enum Base64 {
    /// How many bytes the encoding of so many bytes has, padding included.
    static func encodedCount(of byteCount: Int) -> Int {
        (byteCount + 2) / 3 * 4
    }

    /// Writes the encoding of `input` from its byte `offset` on, as much as fits or is left, and returns its length.
    static func copyEncoded(_ input: [UInt8], from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, encodedCount(of: input.count) - offset)
        var written = 0
        input.withUnsafeBufferPointer { input in
            var group = offset / 4
            var skipped = offset % 4
            while written < count {
                let letters = encode(input, group)
                let taken = min(4 - skipped, count - written)
                for index in skipped..<skipped + taken {
                    buffer[written] = letters[index]
                    written += 1
                }
                group += 1
                skipped = 0
            }
        }
        return count
    }

    /// The four letters of the three bytes at `3 * group`.
    private static func encode(_ input: UnsafeBufferPointer<UInt8>, _ group: Int) -> SIMD4<UInt8> {
        let start = group * 3
        let left = input.count - start
        let second = left > 1 ? input[start + 1] : 0
        let third = left > 2 ? input[start + 2] : 0
        let first = input[start]
        return SIMD4(
            letter(first >> 2),
            letter((first & 0x03) << 4 | second >> 4),
            left > 1 ? letter((second & 0x0f) << 2 | third >> 6) : UInt8(ascii: "="),
            left > 2 ? letter(third & 0x3f) : UInt8(ascii: "=")
        )
    }

    private static func letter(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: value + UInt8(ascii: "A")
        case 26..<52: value - 26 + UInt8(ascii: "a")
        case 52..<62: value - 52 + UInt8(ascii: "0")
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
