// SPDX-License-Identifier: Apache-2.0

import Logging
import TestSupport
import Testing

@testable import Redis

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct FailoverTests {
    @Test func aMasterThatHasBecomeAReplicaIsLeftByBothConnections() async throws {
        try await withTwoServers { old, new, name in
            try await withConnection(to: .unixSocket(path: name.path)) { redis in
                let other = RedisConnection(alongside: redis, logger: Logger(label: "test"))
                _ = try await redis.execute(RedisCommand("SET", "k", "old"))
                try await #expect(other.execute(RedisCommand("GET", "k")).string == "old")
                try name.point(to: new)
                try await Self.demote(old)
                // Not idempotent: it is sent again because the server said that it had not run it.
                _ = try await redis.execute(RedisCommand("SET", "k", "new"))
                // The old server would answer this one, too.
                try await #expect(other.execute(RedisCommand("GET", "k")).string == "new")
                await other.close()
            }
            try await withConnection(to: new) { redis in
                try await #expect(redis.execute(RedisCommand("GET", "k")).string == "new")
            }
        }
    }

    @Test func aBlockedConnectionLeavesWithTheOther() async throws {
        try await withTwoServers { old, new, name in
            try await withConnection(to: .unixSocket(path: name.path)) { redis in
                let popper = RedisConnection(alongside: redis, logger: Logger(label: "test"))
                let pop = RedisCommand("BLPOP", "list", 0)
                async let unblocked = redisError { try await popper.execute(pop, timeout: .seconds(600)) }
                try await BlockingTests.waitUntilBlocked(1, old)
                try name.point(to: new)
                try await Self.demote(old)
                #expect(await unblocked?.serverError?.prefix == .unblocked)
                async let popped = popper.execute(pop, timeout: .seconds(600))
                _ = try await redis.execute(RedisCommand("RPUSH", "list", "element"))
                try await #expect(popped.array?.last?.string == "element")
                await popper.close()
            }
        }
    }

    /// A server that hangs says nothing to those that block on it.
    @Test func aBlockedConnectionThatHearsNothingLeavesWithTheOther() async throws {
        try await withTwoServers { old, new, name in
            try await withConnection(to: .unixSocket(path: name.path)) { redis in
                _ = try await redis.execute(RedisCommand("PING"))
                let popper = RedisConnection(alongside: redis, logger: Logger(label: "test"))
                let pop = RedisCommand("BLPOP", "list", 0)
                async let lost = redisError { try await popper.execute(pop, timeout: .seconds(600)) }
                try await BlockingTests.waitUntilBlocked(1, old)
                try name.point(to: new)
                redis.locator.leave(redis.locator.epoch, for: nil)
                #expect(await lost?.code == .connectionLost)
                async let popped = popper.execute(pop, timeout: .seconds(600))
                _ = try await redis.execute(RedisCommand("RPUSH", "list", "element"))
                try await #expect(popped.array?.last?.string == "element")
                await popper.close()
            }
        }
    }

    @Test(arguments: [
        "READONLY You can't write against a read only replica.", "MASTERDOWN Link with MASTER is down",
        "LOADING Redis is loading the dataset in memory", "CLUSTERDOWN The cluster is down",
        "TRYAGAIN Multiple keys request during rehashing of slot", "MOVED 3999 ?:1", "MOVED 3999 127.0.0.1:0",
        "ASK 3999 ?:1",
    ])
    func whatNoServerRunsFailsWithTheReason(refusal: String) async throws {
        let server = try ScriptedServer([HostileServerTests.greeting, .init("SET", "-\(refusal)\r\n")])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            let error = await redisError {
                try await redis.execute(RedisCommand("SET", "k", "v"), timeout: .milliseconds(300))
            }
            #expect(error?.serverError?.prefix.rawValue == refusal.prefix { $0 != " " }.description)
            #expect(error?.isRetriable == true)
        }
    }

    /// One hop is what a cluster asks for; nodes that send each other on and on are at odds.
    @Test(.timeLimit(.minutes(1))) func aNodeThatAsksForItselfIsAskedOnce() async throws {
        let port = try LoopbackPort.unused()
        let ask = "-ASK 3999 127.0.0.1:\(port)\r\n"
        let first = try ScriptedServer([HostileServerTests.greeting, .init("SET", ask)])
        let second = try ScriptedServer(port: port, [HostileServerTests.greeting, .init("SET", "+OK\r\n" + ask)])
        try await withConnection(to: .unixSocket(path: first.path)) { redis in
            let error = await redisError {
                try await redis.execute(RedisCommand("SET", "k", "v"), timeout: .milliseconds(300))
            }
            #expect(error?.serverError?.prefix == .ask && error?.isRetriable == true)
        }
        _ = second
    }

    @Test func aSentinelThatIsTakenForAServerIsNamed() async throws {
        let hello = "*4\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$4\r\nmode\r\n$8\r\nsentinel\r\n"
        let server = try ScriptedServer([.init("PING\r\n", hello + "+PONG\r\n")])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            let error = await redisError { try await redis.execute(RedisCommand("PING")) }
            #expect(error?.code == .unsupported && error?.message.contains("redis+sentinel://") == true)
        }
    }

    @Test(arguments: ["*4\r\n$7\r\nversion\r\n$6\r\n6.0.16\r\n$5\r\nproto\r\n:2\r\n", "-ERR unknown command\r\n"])
    func aServerThatIsTooOldIsNamed(hello: String) async throws {
        let server = try ScriptedServer([.init("PING\r\n", hello + "+PONG\r\n")])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            let error = await redisError { try await redis.execute(RedisCommand("PING")) }
            #expect(error?.code == .unsupported && error?.isRetriable == false)
            #expect(error?.message.contains("6.2 or later") == true)
        }
    }

    @Test func theErrorInsideAScriptOfAnOlderServer() {
        let line = "ERR Error running script (call to f_c6): @user_script:1: @user_script: 1: -READONLY You can't write"
        #expect(RedisServerError(parsing: line) == RedisServerError(prefix: .readOnly, message: "You can't write"))
    }

    @Test func aRightThatAScriptLacksIsNamed() {
        let line =
            "ERR The user executing the script can't run this command or subcommand script: c0f4, on @user_script:1."
        #expect(RedisServerError(parsing: line).prefix == .noPermission)
    }

    private static func demote(_ server: RedisServer) async throws {
        try await withConnection(to: server) { redis in
            _ = try await redis.execute(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
        }
    }

    private func withTwoServers(_ body: (RedisServer, RedisServer, RedisServerName) async throws -> Void) async throws {
        try await withRedisServer { old in
            try await withRedisServer { new in
                try await body(old, new, try RedisServerName(old))
            }
        }
    }
}
