// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import TestTraits
import Testing

/// What a worker says when it starts.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct StartTests {
    @Test func itWarnsOfWhatWouldLoseJobs() async throws {
        try await Installation.with { installation in
            _ = try await installation.redis.execute(
                RedisCommand("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory", "1gb")
            )
            let worker = try installation.worker(
                asking: "http://127.0.0.1:1",
                "--drain-seconds",
                "60",
                environment: ["VOTE_EXTRACTOR_GRACE_SECONDS": "74"]
            )
            try await eventually("both warnings") {
                worker.errors.contains("set noeviction") && worker.errors.contains("grace time of 74 s") ? () : nil
            }
            #expect(try await worker.stop() == 0)
        }
    }

    /// As with a provider who lets nobody ask.
    @Test func itWarnsWhereRedisDoesNotSayWhetherItForgetsJobs() async throws {
        try await Installation.with { installation in
            _ = try await installation.redis.execute(
                RedisCommand("ACL", "SETUSER", "blind", "on", "nopass", "~*", "&*", "+@all", "-info")
            )
            let url = installation.server.url.replacing("unix://", with: "unix://blind:x@")
            let worker = try installation.worker(asking: "http://127.0.0.1:1", environment: ["REDIS_URL": url])
            try await eventually("the warning") { worker.errors.contains("maxmemory-policy is unknown") ? () : nil }
            #expect(try await worker.stop() == 0)
        }
    }

    /// Whoever wrote something there wanted something.
    @Test func itWarnsOfASwitchThatCannotBeRead() async throws {
        try await Installation.with { installation in
            let worker = try installation.worker(
                asking: "http://127.0.0.1:1",
                environment: ["DD_LLMOBS_ENABLED": "maybe"]
            )
            try await eventually("the worker") { try await installation.count("ZCARD", "workers") == 1 ? () : nil }
            #expect(try await worker.stop() == 0)
            #expect(worker.errors.contains("DD_LLMOBS_ENABLED is"), "\(worker.errors)")
        }
    }

    @Test func itSaysNothingWhereAllIsWell() async throws {
        try await Installation.with { installation in
            let worker = try installation.worker(
                asking: "http://127.0.0.1:1",
                "--drain-seconds",
                "60",
                environment: ["VOTE_EXTRACTOR_GRACE_SECONDS": "75", "LOG_LEVEL": "info"]
            )
            try await eventually("the worker") { try await installation.count("ZCARD", "workers") == 1 ? () : nil }
            #expect(try await worker.stop() == 0)
            #expect(!worker.errors.contains(#""level":"warning""#), "\(worker.errors)")
        }
    }
}
