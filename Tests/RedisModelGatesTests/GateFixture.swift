// SPDX-License-Identifier: Apache-2.0

import Logging
import ModelClient
import Redis
import Synchronization
import TestSupport
import Testing

@testable import RedisModelGates

/// An empty store of either kind, with time that only the test moves.
struct GateFixture: Sendable {
    /// Which store.
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case memory
        case redis

        var testDescription: String { rawValue }
    }

    let store: any GateControl
    private let time: TestTime

    static func with(_ kind: Kind, _ body: (GateFixture) async throws -> Void) async throws {
        let time = TestTime()
        guard kind == .redis else {
            return try await body(GateFixture(store: InMemoryGateStore { time.now }, time: time))
        }
        try await withRedisServer { server in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let redis = RedisConnection(configuration: try RedisConfiguration(url: server.url), logger: logger)
            let store = RedisGateStore(redis: redis, logger: logger) { time.now }
            let result: Result<Void, any Error>
            do { result = .success(try await body(GateFixture(store: store, time: time))) } catch {
                result = .failure(error)
            }
            await redis.close()
            try result.get()
        }
    }

    func advance(_ duration: Duration) { time.advance(duration) }

    func admit(_ limits: GateLimits = .unlimited, tokens: Int = 0, model: String = "p/m") async -> GateDecision {
        await store.admit(GateTicket(key: model, tokens: tokens, limits: limits))
    }

    func answer(in time: Duration, tokens: Int, _ model: String = "p/m") async {
        let ticket = GateTicket(key: model, tokens: 0, limits: .unlimited)
        await store.settle(ticket, GateOutcome(usedTokens: tokens, time: time))
    }

    func settle(_ errorClass: ErrorClass? = nil, retryAfter: Duration? = nil, _ model: String = "p/m") async {
        let ticket = GateTicket(key: model, tokens: 0, limits: .unlimited)
        await store.settle(ticket, GateOutcome(usedTokens: 0, errorClass: errorClass, retryAfter: retryAfter))
    }
}

/// Time that only a test moves; starts where wall clocks are, since that is what numbers have to bear.
final class TestTime: Sendable {
    private let passed = Mutex(Duration.seconds(1_795_000_000))

    var now: Duration { passed.withLock { $0 } }

    func advance(_ duration: Duration) { passed.withLock { $0 += duration } }
}

extension GateDecision {
    /// Seconds of a wait, refusal or closing; 0 for a call that may go.
    var seconds: Double {
        switch self {
        case .go: 0
        case .wait(let wait), .refuse(_, let wait), .closed(let wait): wait / .seconds(1)
        }
    }
}
