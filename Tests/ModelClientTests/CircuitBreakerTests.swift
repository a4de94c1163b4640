// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Testing

@Suite("When a failing provider is left alone")
struct CircuitBreakerTests {
    private static func failure(_ errorClass: ErrorClass, retryAfter: Duration? = nil) -> GateOutcome {
        GateOutcome(usedTokens: 0, errorClass: errorClass, retryAfter: retryAfter)
    }

    private static let answer = GateOutcome(usedTokens: 1)

    private static func opened(at now: Duration = .zero) -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<5 { breaker.record(failure(.server), now: now) }
        return breaker
    }

    @Test("Five failures in a row open it, four and an answer do not")
    func opens() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { breaker.record(Self.failure(.server), now: .zero) }
        breaker.record(Self.answer, now: .zero)
        for _ in 0..<4 { breaker.record(Self.failure(.timeout), now: .zero) }
        #expect(breaker.state(now: .zero) == .pass)
        breaker.record(Self.failure(.capacity), now: .zero)
        #expect(breaker.state(now: .seconds(10)) == .refuse(.capacity, for: .seconds(20)))
    }

    @Test("After its time one call is let through, and its answer closes it")
    func probe() {
        var breaker = Self.opened()
        #expect(breaker.state(now: .seconds(30)) == .pass)
        breaker.admitted(now: .seconds(30))
        #expect(breaker.state(now: .seconds(31)) == .refuse(.server, for: .seconds(5)))
        breaker.record(Self.answer, now: .seconds(32))
        #expect(breaker.state(now: .seconds(32)) == .pass)
        breaker.record(Self.failure(.server), now: .seconds(33))
        #expect(breaker.state(now: .seconds(33)) == .pass)
    }

    @Test("A probe that fails opens it for twice the time, up to five minutes")
    func doubling() {
        var breaker = Self.opened()
        var now = Duration.zero
        var openings: [Duration] = []
        for _ in 0..<5 {
            guard case .refuse(_, let wait) = breaker.state(now: now) else { return #expect(Bool(false)) }
            openings.append(wait)
            now += wait
            breaker.admitted(now: now)
            breaker.record(Self.failure(.server), now: now)
        }
        #expect(openings == [30, 60, 120, 240, 300].map { .seconds($0) })
    }

    @Test("A probe that nobody hears of again is followed by another")
    func lostProbe() {
        var breaker = Self.opened()
        breaker.admitted(now: .seconds(30))
        #expect(breaker.state(now: .seconds(329)) != .pass)
        #expect(breaker.state(now: .seconds(330)) == .pass)
    }

    @Test("A cancelled probe has told nothing: the next call is the probe")
    func cancelledProbe() {
        var breaker = Self.opened()
        breaker.admitted(now: .seconds(30))
        breaker.record(Self.failure(.workerShutdown), now: .seconds(31))
        #expect(breaker.state(now: .seconds(31)) == .pass)
        breaker.admitted(now: .seconds(31))
        #expect(breaker.state(now: .seconds(32)) != .pass)
    }

    @Test("Late failures of calls made before do not keep it open for longer")
    func stragglers() {
        var breaker = Self.opened()
        for _ in 0..<20 { breaker.record(Self.failure(.server), now: .seconds(5)) }
        #expect(breaker.state(now: .seconds(10)) == .refuse(.server, for: .seconds(20)))
    }

    @Test("A refused key or a spent quota opens it at once, the quota until it comes back")
    func opensAtOnce() {
        var breaker = CircuitBreaker()
        breaker.record(Self.failure(.auth), now: .zero)
        #expect(breaker.state(now: .zero) == .refuse(.auth, for: .seconds(30)))
        breaker = CircuitBreaker()
        breaker.record(Self.failure(.quotaExhausted, retryAfter: .seconds(7200)), now: .zero)
        #expect(breaker.state(now: .seconds(3600)) == .refuse(.quotaExhausted, for: .seconds(3600)))
    }

    @Test(
        "What shows that the provider answers closes it",
        arguments: [ErrorClass.safetyBlock, .truncated, .rateLimited, .contextWindow, .loop]
    )
    func proofs(_ errorClass: ErrorClass) {
        var breaker = Self.opened()
        breaker.admitted(now: .seconds(30))
        breaker.record(Self.failure(errorClass), now: .seconds(31))
        #expect(breaker.state(now: .seconds(31)) == .pass)
    }
}
