// SPDX-License-Identifier: Apache-2.0

/// Length and last byte of some keys: what most often tells at once that a key is not among them.
struct KeyFilter: Sendable {
    /// Each key sets one bit, which others may share.
    private var bits: UInt64 = 0

    @inline(__always)
    mutating func insert(_ key: UnsafeRawBufferPointer) {
        bits |= Self.bit(key)
    }

    /// Of the keys here and there.
    @inline(__always)
    func with(_ others: Self) -> Self {
        var all = self
        all.bits |= others.bits
        return all
    }

    /// False if the key is not among them.
    @inline(__always)
    func mayContain(_ key: UnsafeRawBufferPointer) -> Bool {
        bits & Self.bit(key) != 0
    }

    /// False if no key is among these and among those.
    @inline(__always)
    func mayMeet(_ other: Self) -> Bool {
        bits & other.bits != 0
    }

    @inline(__always)
    private static func bit(_ key: UnsafeRawBufferPointer) -> UInt64 {
        let last = key.isEmpty ? 0 : UInt64(key[key.count - 1])
        return 1 &<< ((UInt64(truncatingIfNeeded: key.count) &* 11 &+ last) & 63)
    }
}
