// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct ScriptTests {
    @Test func loadedOnceAndAgainAfterAFlush() async throws {
        let script = RedisScript("return redis.call('INCRBY', KEYS[1], ARGV[1])")
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                for expected in [2, 4] {
                    try await #expect(redis.evaluate(script, keys: ["n"], arguments: [2]).int == expected)
                }
                _ = try await redis.execute(RedisCommand("SCRIPT", "FLUSH"))
                let copy = script
                try await #expect(redis.evaluate(copy, keys: ["n"], arguments: [2]).int == 6)
                let statistics = try await redis.execute(RedisCommand("INFO", "commandstats")).string ?? ""
                // Redis 6.2 counts the flush with the two.
                let counts = ["cmdstat_script|load:calls=2,", "cmdstat_script:calls=3,"]
                #expect(counts.contains { statistics.contains($0) }, "\(statistics)")
            }
        }
    }

    @Test func concurrentFirstUse() async throws {
        let script = RedisScript("return redis.call('INCR', KEYS[1])")
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                try await withThrowingTaskGroup { group in
                    for _ in 0..<50 {
                        group.addTask { _ = try await redis.evaluate(script, keys: ["n"], arguments: []) }
                    }
                    try await group.waitForAll()
                }
                try await #expect(redis.execute(RedisCommand("GET", "n")).int == 50)
            }
        }
    }

    @Test func errorsOfScripts() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                let broken = await redisError {
                    try await redis.evaluate(RedisScript("this is no Lua"), keys: [], arguments: [])
                }
                #expect(broken?.serverError?.prefix == .generic)
                let own = await redisError {
                    let script = RedisScript("return redis.error_reply('FENCED lost')")
                    return try await redis.evaluate(script, keys: [], arguments: [])
                }
                #expect(own?.serverError == RedisServerError(prefix: "FENCED", message: "lost"))
            }
        }
    }

    @Test func aScriptThatSaysNoScriptEndsInItsError() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                let script = RedisScript("return redis.error_reply('NOSCRIPT it is me')")
                let error = await redisError {
                    try await redis.evaluate(script, keys: [], arguments: [])
                }
                #expect(error?.serverError?.prefix == .noScript)
            }
        }
    }
}
