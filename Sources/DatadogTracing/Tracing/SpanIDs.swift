// SPDX-License-Identifier: Apache-2.0

/// The ids of one trace's spans: SplitMix64 from a random number on, without a counter that all threads would share.
struct SpanIDs: Sendable {
    private let seed: UInt64
    private let stream: UInt64

    init(seed: UInt64, stream: UInt64) {
        self.seed = seed
        self.stream = stream
    }

    /// The id of the span that starts as this one of its trace: random, and not zero.
    @inline(__always)
    subscript(_ place: Int) -> UInt64 {
        let state = seed &+ SplitMix64.increment &* UInt64(truncatingIfNeeded: place)
        return max(SplitMix64.mixed(state) ^ stream, 1)
    }
}
