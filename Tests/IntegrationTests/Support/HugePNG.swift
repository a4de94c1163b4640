// SPDX-License-Identifier: Apache-2.0

/// A few bytes that say they are a picture of 200 megapixels.
///
/// Only the head is there: a reader that measures after decoding finds a broken file, not a large one.
enum HugePNG {
    static let bytes: [UInt8] =
        [0x89] + Array("PNG\r\n\u{1A}\n".utf8)
        + chunk("IHDR", bigEndian(20_000) + bigEndian(10_000) + [8, 2, 0, 0, 0])
        + chunk("IDAT", [0x78, 0x01, 0x01, 0x01, 0x00, 0xFE, 0xFF, 0x00, 0x00, 0x01, 0x00, 0x01])
        + chunk("IEND", [])

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(checksum(body))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// CRC-32 as in ISO 3309.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
        return ~remainder
    }
}
