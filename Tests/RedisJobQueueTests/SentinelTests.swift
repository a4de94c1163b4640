// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// A master with a replica and a Sentinel that really fails over.
@Suite(.limitedParallelism) struct SentinelTests {
    @Test func jobsSurviveAFailoverBySentinel() async throws {
        try await Self.withSentinel { fixture in
            let redis = try fixture.configuration
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            let worker = QueueWorker(redis: redis) { _ in
                try await Task.sleep(for: .milliseconds(2))
                return .completed(JobResult())
            }
            try await queue.enqueue((0..<200).map { .init(#"{"id":"j\#($0)"}"#) })
            try await fixture.waitUntilReplicated()
            try await worker.run {
                var ids: Set<String> = []
                var received = 0
                while ids.count < 200 {
                    if received == 50 { await fixture.master.kill() }
                    ids.insert(try await queue.nextResult()["job_id"]?.stringValue ?? "")
                    received += 1
                }
            }
            // What was not replicated in the master's last moments happens again; nothing is lost.
            let left = try await queue.statistics()
            #expect(left.waiting == 0 && left.inFlight == 0)
            await queue.close()
        }
    }

    /// The master lives on as a replica.
    @Test func anOrderlyFailoverIsFollowed() async throws {
        try await Self.withSentinel { fixture in
            let redis = RedisConnection(configuration: try fixture.configuration, logger: QueueFixture.logger)
            _ = try await redis.execute(RedisCommand("SET", "k", "v"))
            try await fixture.waitUntilReplicated()
            try await fixture.failOver()
            _ = try await redis.execute(RedisCommand("SET", "k", "new"), timeout: .seconds(30))
            try await fixture.on(fixture.replica) { replica in
                let value = try await replica.execute(RedisCommand("GET", "k")).string
                #expect(value == "new")
            }
            await redis.close()
        }
    }

    @Test func whatIsWrongWithSentinelsIsNamed() async throws {
        try await withRedisServer(.sentinel(of: 1, password: "open sesame")) { sentinel in
            let port = try #require(sentinel.port)
            for (query, words) in [("", "NOAUTH"), ("?sentinel_password=open%20sesame", "no master of that name")] {
                let url = "redis+sentinel://127.0.0.1:\(port)/other\(query)"
                let configuration = try RedisConfiguration(url: url)
                let redis = RedisConnection(configuration: configuration, logger: QueueFixture.logger)
                do throws(RedisError) {
                    _ = try await redis.execute(RedisCommand("PING"), timeout: .milliseconds(500))
                    Issue.record("there is nobody to answer")
                } catch {
                    #expect(error.message.contains(words))
                }
                await redis.close()
            }
        }
    }

    private static func withSentinel(_ body: (SentinelFixture) async throws -> Void) async throws {
        try await withRedisServer(RedisServerOptions(listensOnTCP: true)) { master in
            let port = try #require(master.port)
            try await withRedisServer(.replica(of: port)) { replica in
                try await withRedisServer(.sentinel(of: port)) { sentinel in
                    let fixture = SentinelFixture(master: master, replica: replica, sentinel: sentinel)
                    try await fixture.waitUntilKnown()
                    try await body(fixture)
                }
            }
        }
    }
}
