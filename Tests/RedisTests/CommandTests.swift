// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct CommandTests {
    @Test func pingSetAndGet() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                try await #expect(redis.execute(RedisCommand("PING")) == .status("PONG"))
                try await #expect(redis.execute(RedisCommand("SET", "k", "v")) == .status("OK"))
                try await #expect(redis.execute(RedisCommand("GET", "k")).string == "v")
                try await #expect(redis.execute(RedisCommand("GET", "missing")).isNull)
                try await #expect(redis.execute(RedisCommand("INCRBY", "n", 41)).int == 41)
                try await #expect(redis.execute(RedisCommand("GET", "n")).int == 41)
            }
        }
    }

    @Test func tcp() async throws {
        try await withRedisServer(RedisServerOptions(listensOnTCP: true)) { server in
            let port = try #require(server.port)
            try await withConnection(to: .tcp(host: "localhost", port: port)) { redis in
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    @Test func valuesOfAnyBytes() async throws {
        let every = (0...255).map { UInt8($0) }
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("SET", .bytes(every), .bytes(every + every)))
                try await #expect(redis.execute(RedisCommand("GET", .bytes(every))).bytes == every + every)
                _ = try await redis.execute(RedisCommand("SET", "", ""))
                try await #expect(redis.execute(RedisCommand("GET", "")).bytes == [])
            }
        }
    }

    @Test(arguments: [1 << 20, 16 << 20])
    func largeValues(size: Int) async throws {
        var value = [UInt8](repeating: 7, count: size)
        value.replaceSubrange(100..<106, with: [0, 13, 10, 36, 255, 0])
        value[size - 1] = 9
        let sent = value
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("SET", "k", .bytes(sent)))
                let isSame = try await redis.execute(RedisCommand("GET", "k")).bytes == sent
                #expect(isSame)
            }
        }
    }

    @Test func pipelineKeepsOrderAndErrors() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                try await #expect(redis.pipeline([]).isEmpty)
                let replies = try await redis.pipeline((1...10_000).map { RedisCommand("RPUSH", "l", .integer($0)) })
                #expect(replies.compactMap(\.int) == Array(1...10_000))
                let mixed = try await redis.pipeline([RedisCommand("GET", "l"), RedisCommand("LLEN", "l")])
                guard case .error(let error) = mixed[0] else {
                    Issue.record("an error reply was expected")
                    return
                }
                #expect(error.prefix == .wrongType)
                #expect(mixed[1].int == 10_000)
            }
        }
    }

    @Test func manyTasksShareTheConnection() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                let sums = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for task in 0..<64 {
                        group.addTask {
                            for round in 0..<100 {
                                let text = "\(task) \(round)"
                                guard try await redis.execute(RedisCommand("ECHO", "\(text)")).string == text else {
                                    return false
                                }
                            }
                            return true
                        }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(sums == 64)
            }
        }
    }

    @Test func errorRepliesAreThrown() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(RedisCommand("SET", "k", "v"))
                let wrongType = await redisError {
                    try await redis.execute(RedisCommand("LPUSH", "k", "x"))
                }
                #expect(wrongType?.code == .server)
                #expect(wrongType?.serverError?.prefix == .wrongType)
                #expect(wrongType?.isRetriable == false)

                let unknown = await redisError {
                    try await redis.execute(RedisCommand("NOSUCH", "private words"))
                }
                #expect(unknown?.serverError?.prefix == .generic)
                #expect(unknown?.message.contains("private") == false)
                try await #expect(redis.execute(RedisCommand("GET", "k")).string == "v")
            }
        }
    }

    @Test func nestedArrays() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                let source = { (depth: Int) in
                    "return " + String(repeating: "{", count: depth) + "1" + String(repeating: "}", count: depth)
                }
                let command = { RedisCommand("EVAL", .string(source($0)), 0) }
                let deepest = (0..<7).reduce(RESPValue.integer(1)) { value, _ in .array([value]) }
                try await #expect(redis.execute(command(7)) == deepest)

                let error = await redisError { try await redis.execute(command(12)) }
                #expect(error?.code == .protocolViolation)
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    @Test func repliesHaveABound() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) {
                $0.maximumReplyBytes = 100_000
            } _: { redis in
                let value = [UInt8](repeating: 7, count: 1_000_000)
                _ = try await redis.execute(RedisCommand("SET", "k", .bytes(value)))
                let error = await redisError {
                    try await redis.execute(RedisCommand("GET", "k"), idempotent: true)
                }
                #expect(error?.code == .protocolViolation)
                try await #expect(redis.execute(RedisCommand("STRLEN", "k")).int == 1_000_000)
            }
        }
    }
}
