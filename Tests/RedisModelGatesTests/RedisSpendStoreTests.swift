// SPDX-License-Identifier: Apache-2.0

import Logging
import ModelClient
import Redis
import TestSupport
import Testing

@testable import RedisModelGates

@Suite("What calls cost, in Redis", .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct RedisSpendStoreTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let budget = JobBudget(job: "q/j", limit: .cents(90))

    private func connection(_ url: String) throws -> RedisConnection {
        RedisConnection(configuration: try RedisConfiguration(url: url), logger: Self.quiet)
    }

    @Test("Two stores share the budgets, by Redis' clock, and what they keep is forgotten in time")
    func shared() async throws {
        try await withRedisServer { server in
            let connections = [try connection(server.url), try connection(server.url)]
            let stores = connections.map { RedisSpendStore(redis: $0, logger: Self.quiet) }
            guard case .go(let day) = try await stores[0].reserve(SpendFixture.ticket(60, day: 100, job: Self.budget))
            else {
                Issue.record("the first call fits")
                return
            }
            for ticket in [SpendFixture.ticket(60, day: 100), SpendFixture.ticket(60, job: Self.budget)] {
                guard case .exceeded = try await stores[1].reserve(ticket) else {
                    Issue.record("the other does not know")
                    continue
                }
            }
            let lives = ["\(day)": 40, "\(day):open": 2, "job:q/j": 8]
            for (key, days) in lives {
                let life = try await connections[0].execute(RedisCommand("TTL", "{model:}spend:\(key)")).int ?? 0
                #expect(life > (days - 1) * 86_400 && life <= days * 86_400, "\(key)")
            }
            for redis in connections { await redis.close() }
        }
    }

    @Test("On a cluster the keys are followed")
    func cluster() async throws {
        try await withRedisCluster { cluster in
            let redis = try connection(cluster.url)
            _ = try await redis.execute(RedisCommand("PING"))
            // Leads the connection to other nodes than that of the budgets.
            for key in ["a", "b", "c"] { _ = try await redis.execute(RedisCommand("GET", .string("{\(key)}x"))) }
            let store = RedisSpendStore(redis: redis, logger: Self.quiet)
            guard case .go = try await store.reserve(SpendFixture.ticket(60, day: 100, job: Self.budget)) else {
                Issue.record("it fits")
                return
            }
            #expect(try await store.days(1).first?.reserved == .cents(60))
            await redis.close()
        }
    }

    @Test("Without Redis no call is made that a budget is for, and none waits for its charge")
    func unreachable() async throws {
        var configuration = try RedisConfiguration(url: "unix:///nowhere/redis.sock")
        configuration.commandTimeout = .milliseconds(20)
        let redis = RedisConnection(configuration: configuration, logger: Self.quiet)
        let store = RedisSpendStore(redis: redis, logger: Self.quiet)
        let error = await #expect(throws: ModelError.self) { try await store.reserve(SpendFixture.ticket(1, day: 100)) }
        #expect(error?.errorClass == .budgetExceeded && error?.isRetriable == true)
        await store.charge(SpendFixture.ticket(1), SpendCharge(model: "p/m", cost: .cents(1)))
        await #expect(throws: ModelError.self) { try await store.days(1) }
        await redis.close()
    }
}
