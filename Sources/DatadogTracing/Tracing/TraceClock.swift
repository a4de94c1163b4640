// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The two clocks of spans: the wall clock says when, the monotonic one how long.
///
/// One reading of the monotonic clock gives both, once it is known by how much they differ. Each trace keeps the
/// difference at its start; the tracer keeps the newest, to recognise instants that were read just now.
final class TraceClock: Sendable {
    /// Unix nanoseconds less monotonic nanoseconds, wrapping.
    private let offset = Atomic<UInt64>(0)

    /// An instant this close to the clock was read just now, and clocks whose difference changed by no more than this have
    /// drifted and were not set (nanoseconds).
    static let tolerance: UInt64 = 2_000_000

    /// The difference, measured now.
    func measuredOffset(_ monotonic: UInt64) -> UInt64 {
        let measured = Self.realtime &- monotonic
        offset.store(measured, ordering: .relaxed)
        return measured
    }

    /// The difference by which an instant (Unix nanoseconds) is about the present one; nil if it is another.
    ///
    /// Looks at the wall clock only if that is in doubt.
    func offset(at instant: UInt64, monotonic: UInt64) -> UInt64? {
        let known = offset.load(ordering: .relaxed)
        if Self.isClose(instant, monotonic &+ known) { return known }
        let measured = measuredOffset(monotonic)
        return Self.isClose(instant, monotonic &+ measured) ? measured : nil
    }

    private static func isClose(_ one: UInt64, _ other: UInt64) -> Bool {
        (one > other ? one - other : other - one) < tolerance
    }

    static var monotonic: UInt64 { nanoseconds(CLOCK_MONOTONIC) }
    private static var realtime: UInt64 { nanoseconds(CLOCK_REALTIME) }

    private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
