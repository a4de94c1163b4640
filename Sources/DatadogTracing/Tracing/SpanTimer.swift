// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// When a span started, and how long it took: by the monotonic clock while the caller's instants are "now", so that a
/// stepped wall clock cannot bend durations; by the caller's instants where these were chosen.
struct SpanTimer: Sendable {
    /// Unix nanoseconds.
    let start: UInt64
    private let monotonicStart: UInt64
    private let isLive: Bool

    /// An instant this close to the clock was read just now (nanoseconds).
    private static let tolerance: UInt64 = 2_000_000

    init(start: UInt64) {
        self.start = start
        self.isLive = Self.isNow(start)
        self.monotonicStart = Self.nanoseconds(CLOCK_MONOTONIC)
    }

    /// Nanoseconds from the start to `end` (Unix nanoseconds), never negative.
    func duration(to end: UInt64) -> UInt64 {
        guard isLive, Self.isNow(end) else { return end > start ? end - start : 0 }
        return Self.nanoseconds(CLOCK_MONOTONIC) - monotonicStart
    }

    /// Nanoseconds since the start by the monotonic clock.
    var elapsed: UInt64 { Self.nanoseconds(CLOCK_MONOTONIC) - monotonicStart }

    private static func isNow(_ instant: UInt64) -> Bool {
        let now = nanoseconds(CLOCK_REALTIME)
        return (now > instant ? now - instant : instant - now) < tolerance
    }

    private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
