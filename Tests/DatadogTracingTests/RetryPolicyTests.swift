// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(
        delays: [.milliseconds(100), .milliseconds(200)],
        maximumRetryAfter: .seconds(10),
        budget: .seconds(30)
    )

    private func delay(
        _ tries: Int,
        elapsed: Duration = .zero,
        retryAfter: Duration? = nil,
        jitter: Double = 0.5
    ) -> Duration? {
        policy.delay(afterTries: tries, elapsed: elapsed, retryAfter: retryAfter, jitter: jitter)
    }

    @Test func waitsGrowAndDiffer() {
        #expect(delay(1) == .milliseconds(100) && delay(2) == .milliseconds(200) && delay(3) == nil && delay(0) == nil)
        #expect(delay(1, jitter: 0) == .milliseconds(50) && delay(1, jitter: 1) == .milliseconds(150))
    }

    @Test func theAgentsWishCountsWithinBounds() {
        #expect(delay(1, retryAfter: .seconds(2)) == .seconds(2))
        #expect(delay(1, retryAfter: .seconds(3600)) == .seconds(10))
        #expect(delay(1, retryAfter: .zero) == .milliseconds(100), "never sooner than planned")
    }

    @Test func theBudgetEndsTheTries() {
        #expect(delay(1, elapsed: .milliseconds(29_900)) == .milliseconds(100))
        #expect(delay(1, elapsed: .milliseconds(29_901)) == nil)
        #expect(delay(1, elapsed: .seconds(21), retryAfter: .seconds(60)) == nil)
    }

    @Test func theKeepRateIsThatOfTheLastTenSendings() {
        var rate = KeepRate()
        #expect(rate.value == 1)
        rate.endInterval(offered: 100, dropped: 0)
        #expect(rate.value == 1)
        rate.endInterval(offered: 200, dropped: 50)
        #expect(rate.value == 0.75)
        for _ in 0..<8 { rate.endInterval(offered: 200, dropped: 50) }
        #expect(rate.value == 0.75)
        rate.endInterval(offered: 200, dropped: 50)
        #expect(rate.value == 0.5, "the first interval is forgotten")
        rate.endInterval(offered: 200, dropped: 50)
        #expect(rate.value == 1)
        rate.endInterval(offered: 200, dropped: 60)
        #expect(rate.value == 0, "lost after it was offered long ago")
    }
}
