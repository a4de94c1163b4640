// SPDX-License-Identifier: Apache-2.0

import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct CacheTests {
    @Test func bytesAreKeptForAWhile() async throws {
        try await QueueFixture.with { fixture in
            #expect(try await fixture.queue.cached("0a") == nil)
            try await fixture.queue.cache([0, 255, 10], as: "0a", for: .seconds(90))
            #expect(try await fixture.queue.cached("0a") == [0, 255, 10])
            #expect(try await fixture.queue.cached("0b") == nil)
            let life = try await fixture.redis.execute(RedisCommand("PTTL", "{vote-extraction}:cache:0a")).int
            #expect(life.map { $0 > 0 && $0 <= 90_000 } == true)
        }
    }

    @Test(arguments: ["", "x:y", "../a", "{b}", String(repeating: "a", count: 129)])
    func otherNamesNameNoKey(_ name: String) async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.cache([1], as: name, for: .seconds(90))
            #expect(try await fixture.queue.cached(name) == nil)
            #expect(try await fixture.redis.execute(RedisCommand("DBSIZE")).int == 0)
        }
    }
}
