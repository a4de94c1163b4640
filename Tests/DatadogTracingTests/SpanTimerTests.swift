// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite struct SpanTimerTests {
    private let clock = TraceClock()

    /// The present by the wall clock.
    private func now() -> UInt64 {
        let monotonic = TraceClock.monotonic
        return monotonic &+ clock.measuredOffset(monotonic)
    }

    @Test(arguments: [(-1_500_000, -200_000), (-1_000_000, 0), (0, 1_500_000), (-1, 0), (500_000, 500_000)])
    func chosenInstantsCountToTheNanosecond(start: Int64, end: Int64) {
        let now = Int64(now())
        let timer = SpanTimer(start: UInt64(now + start), clock: clock)
        #expect(timer.duration(to: UInt64(now + end), clock: clock) == UInt64(end - start))
    }

    @Test func aClockThatIsSetInBetweenDoesNotCount() {
        let hour: UInt64 = 3_600_000_000_000
        let before = now()
        // As if the clock had been an hour fast at the start, and was set right since.
        let timer = SpanTimer(monotonic: TraceClock.monotonic, offset: before &- TraceClock.monotonic &+ hour)
        let duration = timer.duration(to: now(), clock: clock)
        #expect(duration < hour && timer.start > before)
        #expect(timer.duration(to: now(), clock: clock) >= duration)
    }

    @Test func aSpanFromTheFutureHasNoTime() {
        let timer = SpanTimer(start: now() + 1_900_000, clock: clock)
        #expect(timer.elapsed < 1_000_000_000_000 && timer.duration(offset: 0) < 1_000_000_000_000)
    }
}
