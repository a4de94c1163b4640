// SPDX-License-Identifier: Apache-2.0

/// Values up to a bound; of more, a sample in which each had the same chance (reservoir sampling, algorithm R).
struct ValueSample {
    private(set) var values: [Double] = []
    private var total = 0
    private let capacity: Int
    // Starting anywhere.
    private var state: UInt64

    init(capacity: Int, seed: UInt64) {
        self.capacity = max(1, capacity)
        self.state = seed
    }

    /// Kept values to all values.
    var rate: Double { total > values.count ? Double(values.count) / Double(total) : 1 }

    mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        total += 1
        guard values.count == capacity else { return values.append(value) }
        let place = nextNumber().multipliedFullWidth(by: UInt64(total)).high
        if place < UInt64(capacity) { values[Int(place)] = value }
    }

    /// The values and their rate; empty afterwards.
    mutating func take() -> (values: [Double], rate: Double) {
        defer {
            values = []
            total = 0
        }
        return (values, rate)
    }

    private mutating func nextNumber() -> UInt64 {
        state &+= SplitMix64.increment
        return SplitMix64.mixed(state)
    }
}
