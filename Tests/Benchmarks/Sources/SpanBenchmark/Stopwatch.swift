// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Processor time of all threads, and time by the clock, in nanoseconds.
struct Stopwatch {
    private let start = (cpu: Self.read(CLOCK_PROCESS_CPUTIME_ID), wall: Self.read(CLOCK_MONOTONIC))

    var elapsed: (cpu: Double, wall: Double) {
        (Self.read(CLOCK_PROCESS_CPUTIME_ID) - start.cpu, Self.read(CLOCK_MONOTONIC) - start.wall)
    }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
