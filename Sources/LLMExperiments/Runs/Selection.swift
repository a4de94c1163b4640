// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

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
            var generator = SeededNumbers(state: seed)
            var places = Array(0..<count)
            for index in 0..<sampleSize {
                places.swapAt(index, Int.random(in: index..<count, using: &generator))
            }
            return places.prefix(sampleSize).sorted()
        }
    }
}

/// Numbers that follow from a seed, the same on every machine.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= SplitMix64.increment
        return SplitMix64.mixed(state)
    }
}
