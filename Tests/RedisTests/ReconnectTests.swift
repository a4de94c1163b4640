// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct ReconnectTests {
    @Test func commandsWaitForAServerThatStartsLater() async throws {
        let server = try RedisServer.notStarted()
        try await withConnection(to: server) { redis in
            async let reply = redis.execute(RedisCommand("PING"))
            try await server.restart()
            try await #expect(reply.string == "PONG")
        }
        await server.kill()
    }

    @Test func aCommandThatFindsNoServerTimesOut() async throws {
        let server = try RedisServer.notStarted()
        try await withConnection(to: server) { redis in
            let error = await redisError {
                try await redis.execute(RedisCommand("PING"), timeout: .milliseconds(50))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.isRetriable == true)
            #expect(error?.message.contains(server.socketPath) == true)
        }
    }

    @Test func inFlightAtAKill() async throws {
        try await withRedisServer(RedisServerOptions(keepsData: true)) { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("SET", "k", "kept"))
                async let inFlight = redisError { try await redis.execute(RedisCommand("BLPOP", "list", 0)) }
                try await BlockingTests.waitUntilBlocked(1, server)
                async let waiting = redis.execute(RedisCommand("GET", "k"))
                await server.kill()
                #expect(await inFlight?.code == .connectionLost)
                try await server.restart()
                // It was never sent, and so need not be idempotent to survive.
                try await #expect(waiting.string == "kept")
                try await #expect(redis.execute(RedisCommand("INCR", "later")).int == 1)
            }
        }
    }

    @Test func idempotentCommandsAreSentAgain() async throws {
        try await withRedisServer(RedisServerOptions(keepsData: true)) { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("SET", "k", "kept"))
                // In flight for sure: the server has it and blocks on it.
                async let blocked = redis.execute(RedisCommand("BLPOP", "list", 0), idempotent: true)
                try await BlockingTests.waitUntilBlocked(1, server)
                await server.kill()
                try await server.restart()
                try await withConnection(to: server) { other in
                    _ = try await other.execute(RedisCommand("RPUSH", "list", "element"))
                }
                try await #expect(blocked.array?.last?.string == "element")
            }
        }
    }

    @Test func trafficDuringARestart() async throws {
        try await withRedisServer(RedisServerOptions(keepsData: true)) { server in
            try await withConnection(to: server) { redis in
                let codes = try await withThrowingTaskGroup(of: Set<RedisError.Code>.self) { group in
                    for task in 0..<16 {
                        group.addTask { await Self.traffic(redis, isIdempotent: task.isMultiple(of: 2)) }
                    }
                    try await eventually("the server to answer") {
                        try await redis.execute(RedisCommand("PING")).string == "PONG"
                    }
                    await server.kill()
                    try await server.restart()
                    _ = try await redis.execute(RedisCommand("SET", "stop", 1), idempotent: true)
                    return try await group.reduce(into: Set()) { $0.formUnion($1) }
                }
                #expect(codes.isSubset(of: [.connectionLost]))
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    /// Writes until the key `stop` exists; the codes of the errors met on the way, which idempotent writes must not meet.
    private static func traffic(_ redis: RedisConnection, isIdempotent: Bool) async -> Set<RedisError.Code> {
        var codes: Set<RedisError.Code> = []
        while true {
            do throws(RedisError) {
                _ = try await redis.execute(RedisCommand("SET", "k", "v"), idempotent: isIdempotent)
                if try await redis.execute(RedisCommand("EXISTS", "stop"), idempotent: isIdempotent).int == 1 {
                    return codes
                }
            } catch {
                guard error.serverError?.prefix != .loading else { continue }
                codes.insert(isIdempotent ? .unsupported : error.code)
            }
        }
    }
}
