// SPDX-License-Identifier: Apache-2.0

/// How long the keys of a list of tags are, in bytes: what most often tells at once that a key is not there.
struct KeyLengths: Sendable {
    /// Bit n stands for keys of n bytes, the last one for all longer ones.
    private var bits: UInt64 = 0

    @inline(__always)
    mutating func insert(_ key: String) {
        bits |= Self.bit(key)
    }

    /// False if no key is as long as this one.
    @inline(__always)
    func mayContain(_ key: String) -> Bool {
        bits & Self.bit(key) != 0
    }

    /// False if no key here is as long as one there.
    @inline(__always)
    func mayMeet(_ other: Self) -> Bool {
        bits & other.bits != 0
    }

    @inline(__always)
    private static func bit(_ key: String) -> UInt64 {
        1 &<< UInt64(truncatingIfNeeded: min(key.utf8.count, 63))
    }
}
