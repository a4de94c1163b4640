// SPDX-License-Identifier: Apache-2.0

/// Questions asked of eight bytes of text at once, the first of which is the word's lowest.
///
/// Subtracting sets a byte's top bit when the byte is the one looked for; a borrow spreads only upwards from a byte that
/// is, so the lowest bit that is set is exact.
enum EightBytes {
    private static let each: UInt64 = 0x0101_0101_0101_0101
    private static let topBits = each &* 0x80

    /// How many bytes come before the first one that needs an escape; see ``ASCII/needsEscape(_:)``.
    static func countBeforeEscape(_ word: UInt64) -> Int {
        escapes(word).trailingZeroBitCount / 8
    }

    /// How many bytes come before the first one that needs an escape or is not ASCII.
    static func countOfPlainASCII(_ word: UInt64) -> Int {
        (escapes(word) | word & topBits).trailingZeroBitCount / 8
    }

    /// The top bit of each quote, backslash and control character; above the lowest, of others too.
    private static func escapes(_ word: UInt64) -> UInt64 {
        let quotes = (word ^ (each &* UInt64(ASCII.quote))) &- each
        let backslashes = (word ^ (each &* UInt64(ASCII.backslash))) &- each
        let controls = word &- (each &* UInt64(ASCII.space))
        return (quotes | backslashes | controls) & ~word & topBits
    }
}
