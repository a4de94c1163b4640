// SPDX-License-Identifier: Apache-2.0

import Logging
import ModelClient
import Redis
import TestSupport
import Testing

@testable import RedisModelGates

@Suite("Gates in Redis", .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct RedisGateStoreTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let ticket = GateTicket(key: "p/m", tokens: 10, limits: GateLimits(requestsPerMinute: 60))

    private func withRedis(_ body: (RedisConnection, RedisServer) async throws -> Void) async throws {
        try await withRedisServer { server in
            let redis = RedisConnection(configuration: try RedisConfiguration(url: server.url), logger: Self.quiet)
            let result: Result<Void, any Error>
            do { result = .success(try await body(redis, server)) } catch { result = .failure(error) }
            await redis.close()
            try result.get()
        }
    }

    @Test("On a cluster each gate is at a node of its own")
    func cluster() async throws {
        try await withRedisCluster { cluster in
            let configuration = try RedisConfiguration(url: cluster.url)
            let connections = (0..<2).map { _ in RedisConnection(configuration: configuration, logger: Self.quiet) }
            for redis in connections { _ = try await redis.execute(RedisCommand("PING")) }
            let stores = connections.map { RedisGateStore(redis: $0, logger: Self.quiet) }
            // Enough for all three nodes.
            let tickets = (0..<20).map { GateTicket(key: "p/m\($0)", tokens: 1, limits: GateLimits()) }
            for ticket in tickets {
                await stores[0].settle(ticket, GateOutcome(usedTokens: 0, errorClass: .auth))
                guard case .refuse(.auth, _) = await stores[1].admit(ticket) else {
                    Issue.record("the other does not know")
                    return
                }
            }
            let names = try await stores[1].gates().map(\.key)
            #expect(Set(names) == Set(tickets.map(\.key)))
            for redis in connections { await redis.close() }
        }
    }

    @Test("Two stores share a gate, by Redis' clock, and what nobody asks is forgotten")
    func shared() async throws {
        try await withRedis { redis, server in
            let other = RedisConnection(configuration: try RedisConfiguration(url: server.url), logger: Self.quiet)
            let stores = [redis, other].map { RedisGateStore(redis: $0, logger: Self.quiet) }
            #expect(await stores[0].admit(Self.ticket) == .go)
            await stores[0].settle(Self.ticket, GateOutcome(usedTokens: 0, errorClass: .auth))
            guard case .refuse(.auth, let wait) = await stores[1].admit(Self.ticket) else {
                Issue.record("the other does not know")
                return
            }
            #expect(wait <= .seconds(30))
            for key in ["{model:p/m}:gate", "{model:p/m}:breaker"] {
                #expect((try await redis.execute(RedisCommand("TTL", .string(key))).int ?? 0) > 23 * 3600, "\(key)")
            }
            await other.close()
        }
    }

    @Test("Without Redis calls go, and the store says so once")
    func unreachable() async throws {
        var configuration = try RedisConfiguration(url: "unix:///nowhere/redis.sock")
        configuration.commandTimeout = .milliseconds(20)
        let redis = RedisConnection(configuration: configuration, logger: Self.quiet)
        let store = RedisGateStore(redis: redis, logger: Self.quiet)
        #expect(await store.admit(Self.ticket) == .go)
        await store.settle(Self.ticket, GateOutcome(usedTokens: 0))
        await #expect(throws: (any Error).self) { try await store.gates() }
        await redis.close()
    }

    @Test("A Redis that lost its data lists a gate again a minute later")
    func relisted() async throws {
        try await withRedis { redis, _ in
            let time = TestTime()
            let store = RedisGateStore(redis: redis, logger: Self.quiet) { time.now }
            #expect(await store.admit(Self.ticket) == .go)
            _ = try await redis.execute(RedisCommand("FLUSHALL"))
            time.advance(.seconds(60))
            #expect(await store.admit(Self.ticket) == .go)
            #expect(try await store.gates().map(\.key) == [Self.ticket.key])
        }
    }

    @Test("Names that would move the keys have no gate", arguments: ["", "p/{m}", "p/a b", "p/ü", "p/\n"])
    func names(_ name: String) async throws {
        #expect(GateKeys(name) == nil)
    }
}
