// SPDX-License-Identifier: Apache-2.0

/// When a span started, and how long it took: by the monotonic clock, or by the caller's instants where there are some.
///
/// Of instants that were read just now, the time by which the wall clock was set in between is taken out.
struct SpanTimer: Sendable {
    /// Unix nanoseconds.
    let start: UInt64
    /// The start by the monotonic clock; of a span whose start is not the present, when it was made.
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
        let monotonic = TraceClock.monotonic
        let offset = clock.offset(at: start, monotonic: monotonic)
        monotonicStart = offset.map { start &- $0 } ?? monotonic
        isLive = offset != nil
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
        guard isLive, let offset = clock.offset(at: end, monotonic: TraceClock.monotonic) else {
            return Self.time(from: start, to: end)
        }
        let step = Int64(bitPattern: offset &- (start &- monotonicStart))
        guard step.magnitude > TraceClock.tolerance else { return Self.time(from: start, to: end) }
        return Self.time(from: start, to: end &- UInt64(bitPattern: step))
    }

    /// Nanoseconds from the start until now, in a trace whose clocks differ by `offset`.
    func duration(offset: UInt64) -> UInt64 {
        isLive ? elapsed : Self.time(from: start, to: TraceClock.monotonic &+ offset)
    }

    /// Nanoseconds since the start by the monotonic clock.
    var elapsed: UInt64 { Self.time(from: monotonicStart, to: TraceClock.monotonic) }

    private static func time(from start: UInt64, to end: UInt64) -> UInt64 { end > start ? end - start : 0 }
}
