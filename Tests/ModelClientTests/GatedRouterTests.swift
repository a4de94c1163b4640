// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient
import Synchronization
import Testing

@Suite("Calls that pass their model's gate")
struct GatedRouterTests {
    /// A clock that a test moves; sleeping moves it.
    private final class Time: Clock, Sendable {
        typealias Instant = ContinuousClock.Instant

        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)

        var now: Instant { start + elapsed }
        var minimumResolution: Duration { .zero }
        var elapsed: Duration { passed.withLock { $0 } }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            try Task.checkCancellation()
            passed.withLock { $0 = max($0, deadline - start) }
        }

        func advance(_ duration: Duration) { passed.withLock { $0 += duration } }
    }

    private static let good = #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"STOP"}]}"#

    private let time = Time()

    private func router(
        _ transport: ScriptedTransport,
        limits: GateLimits = .unlimited,
        store: (any GateStore)? = nil
    ) -> ModelRouter {
        let time = time
        return ModelRouter(
            routes: [ModelRoute(.prefix(""), to: Dialect.gemini.provider(transport))],
            gates: store ?? InMemoryGateStore { time.elapsed },
            configuration: GateConfiguration(defaultLimits: limits),
            clock: time
        )
    }

    private func ask(_ router: ModelRouter, _ model: String = "gemini-a") async -> ModelError? {
        do throws(ModelError) {
            _ = try await router.generate(ModelRequest(model: model, parts: [.text("read")]))
            return nil
        } catch {
            return error
        }
    }

    @Test("A call waits for its gate as long as patience allows, then says how long it would be")
    func patience() async {
        let transport = ScriptedTransport(text: Self.good)
        let router = router(transport, limits: GateLimits(requestsPerMinute: 6))
        #expect(await ask(router) == nil)
        #expect(time.elapsed == .zero)
        #expect(await ask(router) == nil)
        #expect(time.elapsed >= .seconds(10))
        let slow = self.router(transport, limits: GateLimits(requestsPerMinute: 1))
        #expect(await ask(slow) == nil)
        let error = await ask(slow)
        #expect(error?.errorClass == .rateLimited)
        #expect(error?.retryAfter ?? .zero > .seconds(50))
        #expect(error?.httpStatus == nil && error?.isUnasked == true)
        #expect(transport.requests.count == 3)
    }

    @Test("After one 429 nobody asks that model before its time, but others are asked")
    func rateLimit() async {
        let transport = ScriptedTransport(.answer(429, [.retryAfter: "30"], "{}"), .answer(200, [:], Self.good))
        let router = router(transport)
        #expect(await ask(router)?.errorClass == .rateLimited)
        #expect(await ask(router)?.retryAfter == .seconds(30))
        #expect(transport.requests.count == 1)
        #expect(await ask(router, "gemini-b") == nil)
        time.advance(.seconds(25))
        #expect(await ask(router) == nil)
        #expect(time.elapsed == .seconds(30))
    }

    @Test("A provider that keeps failing is left alone, then tried with one call")
    func breaker() async {
        let failures = [ScriptedTransport.Outcome](repeating: .answer(500, [:], "{}"), count: 5)
        let transport = ScriptedTransport(text: Self.good)
        let failing = ScriptedTransport(failures[0])
        let time = time
        let store = InMemoryGateStore { time.elapsed }
        let broken = router(failing, store: store)
        for _ in failures {
            let error = await ask(broken)
            #expect(error?.errorClass == .server && error?.isUnasked == false)
        }
        let error = await ask(broken)
        #expect(error?.errorClass == .capacity && error?.isUnasked == true)
        #expect(error?.retryAfter == .seconds(30))
        #expect(failing.requests.count == 5)
        time.advance(.seconds(30))
        #expect(await ask(router(transport, store: store)) == nil)
        #expect(await ask(router(transport, store: store)) == nil)
    }

    @Test("A refused key is not shown again at once")
    func auth() async {
        let transport = ScriptedTransport(status: 401, text: "{}")
        let router = router(transport)
        #expect(await ask(router)?.errorClass == .auth)
        #expect(await ask(router)?.errorClass == .auth)
        #expect(transport.requests.count == 1)
    }

    @Test("The router never asks twice by itself")
    func oneOwner() async {
        for status in [429, 500, 503] {
            let transport = ScriptedTransport(status: status, text: "{}")
            #expect(await ask(router(transport)) != nil)
            #expect(transport.requests.count == 1)
        }
    }

    @Test("Jobs cannot fill the memory with names of models")
    func bound() async {
        let store = InMemoryGateStore()
        for number in 0..<1_100 {
            let ticket = GateTicket(key: "p/\(number)", tokens: 0, limits: GateLimits(requestsPerMinute: 1))
            #expect(await store.admit(ticket) == .go)
        }
        let limits = GateLimits(requestsPerMinute: 1)
        #expect(await store.admit(GateTicket(key: "p/5", tokens: 0, limits: limits)) != .go)
        #expect(await store.admit(GateTicket(key: "p/1050", tokens: 0, limits: limits)) == .go)
    }

    @Test("Each provider is listed once")
    func providers() {
        let transport = ScriptedTransport(text: "{}")
        let router = ModelRouter(routes: [
            ModelRoute(.prefix("gemini"), to: Dialect.gemini.provider(transport)),
            ModelRoute(.exact("palm"), to: Dialect.gemini.provider(transport)),
            ModelRoute(.prefix("gpt"), to: Dialect.openAI.provider(transport)),
        ])
        #expect(router.providers.map(\.name) == ["gemini", "openai"])
    }
}
