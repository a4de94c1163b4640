// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Testing

@Suite("How fast a model is asked")
struct RateGateTests {
    /// Asks the gate and lets time pass as it says until it gives way; gives the time that took.
    private static func pass(
        _ gate: inout RateGate,
        tokens: Int = 0,
        _ limits: GateLimits,
        _ now: inout Duration
    ) -> Duration {
        let start = now
        while true {
            let wait = gate.admit(tokens: tokens, limits: limits, now: now)
            if wait == .zero { return now - start }
            now += wait
        }
    }

    @Test("Without limits nobody waits")
    func unlimited() {
        var gate = RateGate()
        for _ in 0..<1000 { #expect(gate.admit(tokens: 1_000_000, limits: .unlimited, now: .zero) == .zero) }
    }

    @Test("Over a minute no more calls go through than six seconds' worth above the limit")
    func requests() {
        var gate = RateGate()
        let limits = GateLimits(requestsPerMinute: 60)
        var now = Duration.zero
        var calls = 0
        while now < .seconds(60) {
            _ = Self.pass(&gate, limits, &now)
            calls += 1
        }
        #expect((60...67).contains(calls))
    }

    @Test("A call waits for its tokens, and one larger than the bucket for a full one")
    func tokens() {
        var gate = RateGate()
        let limits = GateLimits(tokensPerMinute: 60_000)
        var now = Duration.zero
        #expect(Self.pass(&gate, tokens: 50_000, limits, &now) == .zero)
        // The bucket holds 6,000 and is 44,000 below zero: 50 seconds at 1,000 a second.
        let wait = Self.pass(&gate, tokens: 50_000, limits, &now)
        #expect(wait > .seconds(49.9) && wait < .seconds(50.1))
    }

    @Test("Tokens that were not used are given back, those used besides are taken")
    func settling() {
        let limits = GateLimits(tokensPerMinute: 60_000)
        for (used, expected) in [(0, Duration.zero), (6_000, .seconds(6)), (12_000, .seconds(12))] {
            var gate = RateGate()
            var now = Duration.zero
            _ = Self.pass(&gate, tokens: 6_000, limits, &now)
            gate.settle(reserved: 6_000, used: used)
            let wait = Self.pass(&gate, tokens: 6_000, limits, &now)
            #expect(wait >= expected && wait < expected + .milliseconds(10))
        }
    }

    @Test("A complaint closes the gate for the time it says and halves the rate, once for calls that complain together")
    func slowing() {
        var gate = RateGate()
        for _ in 0..<5 { gate.slowDown(retryAfter: .seconds(7), now: .zero) }
        #expect(gate.currentFactor == 0.5)
        #expect(gate.admit(tokens: 0, limits: .unlimited, now: .seconds(3)) == .seconds(4))
        #expect(gate.admit(tokens: 0, limits: .unlimited, now: .seconds(7)) == .zero)
        gate.slowDown(retryAfter: .zero, now: .seconds(20))
        #expect(gate.currentFactor < 0.3)
    }

    @Test("Without a time the pauses double until an answer comes")
    func pauses() {
        var gate = RateGate()
        var pauses: [Duration] = []
        for number in 0..<8 {
            let now = Duration.seconds(number * 100)
            gate.slowDown(retryAfter: nil, now: now)
            pauses.append(gate.admit(tokens: 0, limits: .unlimited, now: now))
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        gate.succeeded()
        gate.slowDown(retryAfter: nil, now: .seconds(900))
        #expect(gate.admit(tokens: 0, limits: .unlimited, now: .seconds(900)) == .seconds(1))
    }

    @Test("The rate comes back with time, never falls below a sixteenth, and an absurd wait is cut")
    func recovery() {
        var gate = RateGate()
        for number in 0..<10 { gate.slowDown(retryAfter: .zero, now: .seconds(number * 11)) }
        #expect(gate.currentFactor == 1.0 / 16)
        _ = gate.admit(tokens: 0, limits: .unlimited, now: .seconds(200))
        _ = gate.admit(tokens: 0, limits: .unlimited, now: .seconds(350))
        #expect(gate.currentFactor > 0.5)
        _ = gate.admit(tokens: 0, limits: .unlimited, now: .seconds(900))
        #expect(gate.currentFactor == 1)
        gate.slowDown(retryAfter: .seconds(1e12), now: .seconds(900))
        #expect(gate.admit(tokens: 0, limits: .unlimited, now: .seconds(900)) == .seconds(7 * 24 * 3600))
    }

    @Test("Time that goes back does no harm")
    func backwards() {
        var gate = RateGate()
        let limits = GateLimits(requestsPerMinute: 60, tokensPerMinute: 60)
        #expect(gate.admit(tokens: 1, limits: limits, now: .seconds(100)) == .zero)
        #expect(gate.admit(tokens: 1, limits: limits, now: .zero) == .zero)
    }
}
