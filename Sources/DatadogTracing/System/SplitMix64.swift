// SPDX-License-Identifier: Apache-2.0

/// Random numbers for a few instructions each: the state moves on by a constant, and is mixed.
///
/// The system's generator costs half a microsecond a number.
package enum SplitMix64 {
    /// What the state moves on by, wrapping.
    package static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// The number that belongs to a state.
    @inline(__always)
    package static func mixed(_ state: UInt64) -> UInt64 {
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
