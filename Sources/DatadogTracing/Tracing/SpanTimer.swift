// SPDX-License-Identifier: Apache-2.0

/// When a span started, and how long it took: by the monotonic clock while the caller's instants are "now", so that a
/// stepped wall clock cannot bend durations; by the caller's instants where these were chosen.
struct SpanTimer: Sendable {
    /// Unix nanoseconds.
    let start: UInt64
    private let monotonicStart: UInt64
    private let isLive: Bool

    /// A span that starts now, in a trace whose clocks differ by `offset`.
    init(monotonic: UInt64, offset: UInt64) {
        start = monotonic &+ offset
        monotonicStart = monotonic
        isLive = true
    }

    /// A span that starts at an instant (Unix nanoseconds) that the caller read or chose.
    init(start: UInt64, clock: TraceClock) {
        self.start = start
        monotonicStart = TraceClock.monotonic
        isLive = clock.isNow(start, monotonic: monotonicStart)
    }

    private init() {
        (start, monotonicStart, isLive) = (0, 0, false)
    }

    /// Of a span that keeps nothing.
    static let switchedOff = SpanTimer()

    /// The difference of the clocks, for a trace that begins with this span.
    func offset(_ clock: TraceClock) -> UInt64 {
        isLive ? start &- monotonicStart : clock.measuredOffset(TraceClock.monotonic)
    }

    /// Nanoseconds from the start to an instant (Unix nanoseconds), never negative.
    func duration(to end: UInt64, clock: TraceClock) -> UInt64 {
        let monotonic = TraceClock.monotonic
        guard isLive, clock.isNow(end, monotonic: monotonic) else { return end > start ? end - start : 0 }
        return monotonic &- monotonicStart
    }

    /// Nanoseconds from the start until now, in a trace whose clocks differ by `offset`.
    func duration(offset: UInt64) -> UInt64 {
        let monotonic = TraceClock.monotonic
        guard !isLive else { return monotonic &- monotonicStart }
        let end = monotonic &+ offset
        return end > start ? end - start : 0
    }

    /// Nanoseconds since the start by the monotonic clock.
    var elapsed: UInt64 { TraceClock.monotonic &- monotonicStart }
}
