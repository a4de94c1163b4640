// SPDX-License-Identifier: Apache-2.0

import ModelClient
import TestSupport
import Testing

@testable import RedisModelGates

/// What every store of gates must do.
@Suite("Stores of gates", .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct GateConformanceTests {
    @Test("Without limits and complaints every call goes", arguments: GateFixture.Kind.allCases)
    func unlimited(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            for _ in 0..<20 { #expect(await gates.admit(tokens: 100_000) == .go) }
        }
    }

    @Test("Requests are let through at their rate", arguments: GateFixture.Kind.allCases)
    func requests(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            let limits = GateLimits(requestsPerMinute: 6)
            #expect(await gates.admit(limits) == .go)
            #expect(abs(await gates.admit(limits).seconds - 10) < 0.001)
            gates.advance(.seconds(4))
            #expect(abs(await gates.admit(limits).seconds - 6) < 0.001)
            gates.advance(.seconds(6.001))
            #expect(await gates.admit(limits) == .go)
            #expect(await gates.admit(limits, model: "p/other") == .go, "each model has a gate of its own")
        }
    }

    @Test("Tokens count as estimated, then as used", arguments: GateFixture.Kind.allCases)
    func tokens(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            let limits = GateLimits(tokensPerMinute: 60_000)
            #expect(await gates.admit(limits, tokens: 6_000) == .go)
            let ticket = GateTicket(key: "p/m", tokens: 6_000, limits: limits)
            await gates.store.settle(ticket, GateOutcome(usedTokens: 12_000))
            #expect(abs(await gates.admit(limits, tokens: 6_000).seconds - 12) < 0.001)
        }
    }

    @Test("A 429 keeps all back as long as it says, and halves the rate once", arguments: GateFixture.Kind.allCases)
    func slowed(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            #expect(await gates.admit() == .go)
            for _ in 0..<3 { await gates.settle(.rateLimited, retryAfter: .seconds(7)) }
            #expect(abs(await gates.admit().seconds - 7) < 0.001)
            let status = try await gates.store.gates()
            #expect(status.map(\.key) == ["p/m"] && abs((status.first?.rateFactor ?? 0) - 0.5) < 0.001)
            gates.advance(.seconds(7.001))
            #expect(await gates.admit() == .go)
            let limits = GateLimits(requestsPerMinute: 6)
            #expect(await gates.admit(limits) == .go)
            let slow = await gates.admit(limits).seconds
            #expect(slow > 18 && slow < 20, "half the rate, and a little recovered: \(slow)")
        }
    }

    @Test("Without a time, pauses double until an answer comes", arguments: GateFixture.Kind.allCases)
    func pauses(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            for expected in [1.0, 2, 4] {
                await gates.settleAfterAdmission(.rateLimited)
                #expect(abs(await gates.admit().seconds - expected) < 0.001)
                gates.advance(.seconds(100))
            }
            await gates.settleAfterAdmission(nil)
            await gates.settleAfterAdmission(.rateLimited)
            #expect(abs(await gates.admit().seconds - 1) < 0.001)
        }
    }

    @Test("Five failures in a row refuse calls, one probe follows", arguments: GateFixture.Kind.allCases)
    func breaker(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            for _ in 0..<4 { await gates.settleAfterAdmission(.server) }
            await gates.settleAfterAdmission(.safetyBlock)
            for _ in 0..<4 { await gates.settleAfterAdmission(.server) }
            try await #expect(gates.store.gates().first?.failures == 4)
            await gates.settleAfterAdmission(.server)
            #expect(await gates.admit() == .refuse(.server, for: .seconds(30)))
            gates.advance(.seconds(31))
            #expect(await gates.admit() == .go)
            #expect(await gates.admit() == .refuse(.server, for: .seconds(5)), "one probe at a time")
            await gates.settle(.workerShutdown)
            #expect(await gates.admit() == .go, "a cancelled probe has told nothing")
            await gates.settle(.timeout)
            #expect(await gates.admit() == .refuse(.timeout, for: .seconds(60)), "longer each time")
            gates.advance(.seconds(61))
            #expect(await gates.admit() == .go)
            await gates.settle()
            #expect(await gates.admit() == .go)
            #expect(await gates.admit() == .go)
        }
    }

    @Test("What no call can change refuses at once, as long as the provider says", arguments: GateFixture.Kind.allCases)
    func opens(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            await gates.settleAfterAdmission(.quotaExhausted, retryAfter: .seconds(3600))
            #expect(await gates.admit() == .refuse(.quotaExhausted, for: .seconds(3600)))
            await gates.settle(.auth)
            #expect(await gates.admit() == .refuse(.quotaExhausted, for: .seconds(3600)))
        }
    }

    @Test("How many calls at once use the limits up follows the latest answers", arguments: GateFixture.Kind.allCases)
    func callsAtOnce(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            let limits = GateLimits(requestsPerMinute: 120, tokensPerMinute: 60_000)
            #expect(await gates.admit(limits, tokens: 10) == .go)
            var status = try #require(try await gates.store.gates().first)
            #expect(status.limits == limits && status.means == nil && status.callsAtOnce == nil)
            await gates.answer(in: .seconds(2), tokens: 200)
            await gates.answer(in: .seconds(4), tokens: 400)
            await gates.settle(.server)
            await gates.settle(.rateLimited)
            gates.advance(.seconds(300))
            status = try #require(try await gates.store.gates().first)
            #expect(status.means == CallMeans(calls: 2, seconds: 3, tokens: 300))
            // 120 requests a minute of 3 s each; tokens would do for 200.
            #expect(abs((status.callsAtOnce ?? 0) - 6) < 0.001)
            for _ in 0..<200 { await gates.answer(in: .seconds(6), tokens: 1000) }
            status = try #require(try await gates.store.gates().first)
            #expect(status.means?.calls == 64, "the latest count")
            #expect(abs((status.callsAtOnce ?? 0) - 6) < 0.3, "60 calls of 1,000 tokens and 6 s each: \(status)")
            _ = await gates.admit(limits)
            await gates.settle(.rateLimited)
            let slowed = try #require(try await gates.store.gates().first?.callsAtOnce)
            #expect(abs(slowed - 3) < 0.2, "half the rate: \(slowed)")
            #expect(await gates.admit(model: "p/other") == .go)
            #expect(try await gates.store.gates().last?.callsAtOnce == nil, "any number without limits")
            try await gates.store.reset("p/m")
            #expect(try await gates.store.gates().first { $0.key == "p/m" }?.means == nil)
        }
    }

    @Test("An operator closes, opens and resets", arguments: GateFixture.Kind.allCases)
    func forced(_ kind: GateFixture.Kind) async throws {
        try await GateFixture.with(kind) { gates in
            #expect(await gates.admit() == .go)
            try await gates.store.close("p/m", for: .seconds(90))
            #expect(await gates.admit() == .closed(for: .seconds(90)))
            await gates.settle()
            #expect(await gates.admit() == .closed(for: .seconds(90)), "an answer to an earlier call opens nothing")
            try await gates.store.open("p/m")
            #expect(await gates.admit() == .go)
            await gates.settle(.auth)
            try await gates.store.open("p/m")
            #expect(await gates.admit() == .go)
            await gates.settle(.rateLimited, retryAfter: .seconds(50))
            try await gates.store.open("p/m")
            #expect(await gates.admit() == .go)
            let slowed = try await gates.store.gates()
            #expect((slowed.first?.rateFactor ?? 1) < 0.6, "the slowed rate stays")
            try await gates.store.reset("p/m")
            let fresh = try await gates.store.gates()
            #expect(fresh.allSatisfy { $0.rateFactor == 1 && $0.failures == 0 && $0.decision == .go })
            try await gates.store.close("p/new", for: .seconds(10))
            #expect(await gates.admit(model: "p/new") == .closed(for: .seconds(10)), "also one that was never asked")
            gates.advance(.seconds(11))
            #expect(await gates.admit(model: "p/new") == .go)
        }
    }
}

extension GateFixture {
    fileprivate func settleAfterAdmission(_ errorClass: ErrorClass?, retryAfter: Duration? = nil) async {
        #expect(await admit() == .go)
        await settle(errorClass, retryAfter: retryAfter)
    }
}
