// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Makes span and trace ids: SplitMix64 over an atomic counter, seeded once from the system's generator, which would be
/// most of a span's price.
struct IDGenerator: ~Copyable, Sendable {
    private let counter: Atomic<UInt64>
    // A stream of its own for each process, so that two processes never walk the same sequence.
    private let stream: UInt64
    private let uses128Bits: Bool

    init(uses128Bits: Bool = true) {
        var system = SystemRandomNumberGenerator()
        self.counter = Atomic(system.next())
        self.stream = system.next()
        self.uses128Bits = uses128Bits
    }

    func nextTraceID(startedAt nanosecondsSinceEpoch: UInt64) -> TraceID {
        let seconds = nanosecondsSinceEpoch / 1_000_000_000
        return TraceID(high: uses128Bits ? (seconds & 0xffff_ffff) << 32 : 0, low: max(nextNumber(), 1))
    }

    /// Ids for the spans of one trace.
    func nextSpanIDs() -> SpanIDs { SpanIDs(seed: nextNumber(), stream: stream) }

    private func nextNumber() -> UInt64 {
        SplitMix64.mixed(counter.wrappingAdd(SplitMix64.increment, ordering: .relaxed).newValue) ^ stream
    }
}
