// SPDX-License-Identifier: Apache-2.0

/// Which records of a dataset a sample holds.
public enum Selection: Sendable, Hashable {
    /// Those at the front, as ddtrace takes them.
    case first
    /// Any, with equal chance; the same seed gives the same records as long as the dataset stays the same.
    case random(seed: UInt64)

    /// Places of records, in the order of the dataset.
    func indices(of count: Int, sampleSize: Int?) -> [Int] {
        guard let sampleSize, sampleSize < count else { return Array(0..<count) }
        switch self {
        case .first:
            return Array(0..<sampleSize)
        case .random(let seed):
            var generator = SplitMix64(state: seed)
            var places = Array(0..<count)
            for index in 0..<sampleSize {
                places.swapAt(index, Int.random(in: index..<count, using: &generator))
            }
            return places.prefix(sampleSize).sorted()
        }
    }
}

/// Sebastiano Vigna's SplitMix64: small, and the same on every machine.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
