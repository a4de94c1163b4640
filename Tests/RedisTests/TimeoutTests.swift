// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct TimeoutTests {
    @Test func aServerThatAcceptsAndNeverAnswers() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/s"
        var listener: SilentListener? = try SilentListener(path: path)
        try await withConnection(to: .unixSocket(path: path)) {
            $0.connectTimeout = .milliseconds(50)
        } _: { redis in
            let error = await redisError {
                try await redis.execute(RedisCommand("PING"), timeout: .milliseconds(200))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.message.contains(path) == true)
            _ = listener.take()
            // A real server in the same place: the connection finds it by itself.
            let child = try ChildProcess(
                "redis-server",
                arguments: ["--port", "0", "--unixsocket", path, "--dir", directory.path, "--save", ""],
                outputPath: directory.path + "/log"
            )
            try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            child.send(9)
            await child.waitUntilEnded()
        }
    }

    @Test func aServerThatStopsAnswering() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("PING"))
                server.suspend()
                let error = await redisError {
                    try await redis.execute(RedisCommand("PING"), timeout: .milliseconds(50))
                }
                #expect(error?.code == .timedOut)
                server.resume()
                // A late reply must never answer another command.
                try await #expect(redis.execute(RedisCommand("ECHO", "mine")).string == "mine")
            }
        }
    }

    @Test func aServerThatStopsReading() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("PING"))
                server.suspend()
                let value = [UInt8](repeating: 1, count: 8 << 20)
                let error = await redisError {
                    try await redis.execute(RedisCommand("SET", "k", .bytes(value)), timeout: .milliseconds(300))
                }
                #expect(error?.code == .timedOut)
                server.resume()
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    @Test func aShortCommandBehindALongOne() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                async let long = redis.execute(RedisCommand("BLPOP", "list", 0), timeout: .seconds(60))
                try await BlockingTests.waitUntilBlocked(1, server)
                let error = await redisError {
                    try await redis.execute(RedisCommand("PING"), timeout: .milliseconds(50))
                }
                #expect(error?.code == .timedOut)
                try await withConnection(to: server) { other in
                    _ = try await other.execute(RedisCommand("RPUSH", "list", "element"))
                }
                // It was waiting, not in flight, and so has cost the other nothing.
                try await #expect(long.array?.last?.string == "element")
            }
        }
    }
}
