// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite struct RateLimiterTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func aSecondsWorthMayPassAtOnceAndThenComesBackSteadily() {
        var limiter = RateLimiter(limit: 2, now: start)
        let moments = [0, 0, 0, 400, 500, 501, 3000, 3000, 3000]
        #expect(
            moments.map { limiter.allows(at: at($0)) } == [true, true, false, false, true, false, true, true, false]
        )
    }

    @Test func theRateIsTheMeanOfTwoSeconds() {
        var limiter = RateLimiter(limit: 1, now: start)
        #expect(limiter.effectiveRate == 1)
        _ = limiter.allows(at: at(0))
        #expect(limiter.effectiveRate == 1)
        _ = limiter.allows(at: at(1))
        #expect(limiter.effectiveRate == 0.5)
        _ = limiter.allows(at: at(1000))
        #expect(limiter.effectiveRate == 0.75)
        _ = limiter.allows(at: at(1001))
        #expect(limiter.effectiveRate == 0.5)
        _ = limiter.allows(at: at(2500))
        #expect(limiter.effectiveRate == 0.75)
    }

    @Test func noneAllAndLessThanOneASecond() {
        var none = RateLimiter(limit: 0, now: start)
        #expect(!none.allows(at: at(5000)) && none.effectiveRate == 0)
        var all = RateLimiter(limit: nil, now: start)
        #expect((0..<1000).allSatisfy { _ in all.allows(at: start) } && all.effectiveRate == 1)
        var rare = RateLimiter(limit: 0.5, now: start)
        #expect([0, 500, 1000, 1001, 3001].map { rare.allows(at: at($0)) } == [false, false, true, false, true])
    }

    @Test func aClockThatStepsBackGivesNothing() {
        var limiter = RateLimiter(limit: 1, now: at(1000))
        #expect(limiter.allows(at: at(0)) && !limiter.allows(at: at(0)) && !limiter.allows(at: at(1500)))
    }
}
