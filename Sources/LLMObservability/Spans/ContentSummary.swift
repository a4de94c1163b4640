// SPDX-License-Identifier: Apache-2.0

/// What is said of a text in its place while contents are not captured.
enum ContentSummary {
    /// The text's size, and a hash that is the same for the same text.
    ///
    /// The hash tells texts apart; it hides none that can be guessed.
    static func of(_ text: String) -> String {
        "[not captured: \(text.utf8.count) bytes, hash \(hash(text))]"
    }

    /// FNV-1a, 64 bits.
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
