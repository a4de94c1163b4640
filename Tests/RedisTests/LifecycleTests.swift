// SPDX-License-Identifier: Apache-2.0

import Logging
import TestSupport
import Testing

@testable import Redis

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct LifecycleTests {
    @Test func closeFailsWhatWaitsAndWhatIsInFlight() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                async let inFlight = redisError {
                    try await redis.execute(RedisCommand("BLPOP", "list", 0))
                }
                try await BlockingTests.waitUntilBlocked(1, server)
                async let waiting = redisError {
                    try await redis.execute(RedisCommand("PING"))
                }
                await redis.close()
                #expect(await inFlight?.code == .closed)
                #expect(await waiting?.code == .closed)
                let late = await redisError { try await redis.execute(RedisCommand("PING")) }
                #expect(late?.code == .closed)
                await redis.close()
            }
        }
    }

    @Test func closeWhileDisconnected() async throws {
        let server = try RedisServer.notStarted()
        try await withConnection(to: server) { redis in
            async let waiting = redisError { try await redis.execute(RedisCommand("PING")) }
            await redis.close()
            #expect(await waiting?.code == .closed)
        }
    }

    /// What no waiting mends is told at once.
    @Test(arguments: ["/" + String(repeating: "a", count: 300), "/a\0b"])
    func aSocketThatCannotBe(path: String) async throws {
        try await withConnection(to: .unixSocket(path: path)) { redis in
            let error = await redisError { try await redis.execute(RedisCommand("PING"), timeout: .seconds(3600)) }
            #expect(error?.code == .connectionFailed && error?.message.contains("Unix socket") == true)
        }
    }

    @Test func aMasterThatNoSentinelKnows() async throws {
        let null = "*-1\r\n"
        let server = try ScriptedServer([.init("SENTINEL", null)])
        try await withConnection(to: .unixSocket(path: server.path)) {
            $0.sentinelMaster = "other"
        } _: { redis in
            let error = await redisError { try await redis.execute(RedisCommand("PING"), timeout: .seconds(3600)) }
            #expect(error?.code == .connectionFailed && error?.message.contains("no master") == true)
        }
    }

    @Test func droppingItEndsTheConnection() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { other in
                let configuration = RedisConfiguration(endpoint: .unixSocket(path: server.socketPath))
                var dropped: RedisConnection? = RedisConnection(
                    configuration: configuration,
                    logger: Logger(label: "test")
                )
                let id = try #require(try await dropped?.execute(RedisCommand("CLIENT", "ID")).int)
                let clients = { try await other.execute(RedisCommand("CLIENT", "LIST")).string ?? "" }
                try await #expect(clients().contains("id=\(id) "))
                dropped = nil
                try await eventually("the connection to go") { try await !clients().contains("id=\(id) ") }
            }
        }
    }

    @Test func tooManyCommands() async throws {
        let server = try RedisServer.notStarted()
        try await withConnection(to: server) {
            $0.maximumPending = 10
        } _: { redis in
            let tooMany = await redisError {
                try await redis.pipeline(Array(repeating: RedisCommand("PING"), count: 11))
            }
            #expect(tooMany?.code == .overloaded)
            async let waiting = redis.pipeline(Array(repeating: RedisCommand("PING"), count: 10))
            try await server.restart()
            try await #expect(waiting.count == 10)
            // Its room is free again.
            try await #expect(redis.pipeline(Array(repeating: RedisCommand("PING"), count: 10)).count == 10)
        }
        await server.kill()
    }

    @Test func tooManyBytes() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) {
                $0.maximumPendingBytes = 1000
            } _: { redis in
                let error = await redisError {
                    try await redis.execute(RedisCommand("SET", "k", .bytes(Array(repeating: 0, count: 1000))))
                }
                #expect(error?.code == .overloaded)
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    @Test func roomIsFreeBeforeTheCallerResumes() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) {
                $0.maximumPending = 8
            } _: { redis in
                let failures = await withTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            var failures = 0
                            for _ in 0..<200 {
                                let error = await redisError {
                                    try await redis.execute(RedisCommand("PING"))
                                }
                                if error != nil { failures += 1 }
                            }
                            return failures
                        }
                    }
                    return await group.reduce(0, +)
                }
                #expect(failures == 0)
            }
        }
    }

    @Test func aServerWithoutRoomIsWaitedFor() async throws {
        try await withRedisServer(RedisServerOptions(arguments: ["--maxclients", "1"])) { server in
            var waiting: Task<RESPValue, any Error>?
            try await withConnection(to: server) { first in
                _ = try await first.execute(RedisCommand("PING"))
                waiting = Task {
                    try await withConnection(to: server) {
                        $0.database = 1
                    } _: { second in
                        try await second.execute(RedisCommand("PING"))
                    }
                }
                try await eventually("the second one to be refused") {
                    let statistics = try await first.execute(RedisCommand("INFO", "stats")).string ?? ""
                    return !statistics.contains("rejected_connections:0")
                }
            }
            try await #expect(waiting?.value == .status("PONG"))
        }
    }

    @Test func aBusyServer() async throws {
        try await withRedisServer(RedisServerOptions(arguments: ["--lua-time-limit", "1"])) { server in
            try await withConnection(to: server) { runner in
                try await withConnection(to: server) { other in
                    _ = try await other.execute(RedisCommand("PING"))
                    async let endless = redisError {
                        try await runner.execute(RedisCommand("EVAL", "while true do end", 0))
                    }
                    try await eventually("the server to be busy") {
                        let error = await redisError { try await other.execute(RedisCommand("PING")) }
                        return error?.serverError?.prefix == .busy && error?.isRetriable == true
                    }
                    try await withConnection(to: server) { newcomer in
                        // Logging in is refused too, but not for good.
                        async let reply = newcomer.execute(RedisCommand("PING"))
                        _ = try await other.execute(RedisCommand("SCRIPT", "KILL"))
                        try await #expect(reply == .status("PONG"))
                    }
                    #expect(await endless?.code == .server)
                }
            }
        }
    }
}
