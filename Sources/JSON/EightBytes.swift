// SPDX-License-Identifier: Apache-2.0

/// Questions asked of eight bytes of text at once, in whatever order they lie in the word.
///
/// Subtracting sets a byte's top bit when the byte is the one looked for; a borrow spreads only from a byte that is, so
/// the answer for all eight together is exact.
enum EightBytes {
    private static let each: UInt64 = 0x0101_0101_0101_0101
    private static let topBits = each &* 0x80

    static func holdNonASCII(_ word: UInt64) -> Bool {
        word & topBits != 0
    }

    /// Whether any byte is a quote, a backslash or a control character; see ``ASCII/needsEscape(_:)``.
    static func needEscape(_ word: UInt64) -> Bool {
        let quotes = (word ^ (each &* UInt64(ASCII.quote))) &- each
        let backslashes = (word ^ (each &* UInt64(ASCII.backslash))) &- each
        let controls = word &- (each &* UInt64(ASCII.space))
        return (quotes | backslashes | controls) & ~word & topBits != 0
    }
}
