// SPDX-License-Identifier: Apache-2.0

@testable import CurlHTTP

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    mutating func next128() -> UInt128 {
        UInt128(next()) << 64 | UInt128(next())
    }
}

extension IPAddress {
    /// Counted from the most significant bit.
    func flipping(bit: Int) -> IPAddress {
        switch self {
        case .v4(let bits): .v4(bits ^ 1 << (31 - bit))
        case .v6(let bits): .v6(bits ^ 1 << (127 - bit))
        }
    }
}
