// SPDX-License-Identifier: Apache-2.0

import Redis
import Testing

struct HostileServerTests {
    static let greeting = ScriptedServer.Step("PING\r\n", "*0\r\n+PONG\r\n")

    @Test(arguments: [
        "\0\0\0", "hello\r\n", "%1\r\n+a\r\n+b\r\n", "_\r\n", "#t\r\n", ">1\r\n+a\r\n", "*-7\r\n",
        "*99999999999999999999\r\n", "$-7\r\n", "$x\r\n", ":x\r\n", ":99999999999999999999\r\n",
        String(repeating: "*1\r\n", count: 20) + ":1\r\n",
    ])
    func repliesThatAreNone(bytes: String) async throws {
        let server = try ScriptedServer([Self.greeting, .init("GET", bytes)])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            let error = await redisError { try await redis.execute(RedisCommand("GET", "k"), idempotent: true) }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func aReplyCutShort() async throws {
        // The rest never comes, and neither does the end of the connection.
        let server = try ScriptedServer([Self.greeting, .init("GET", "*2\r\n$3\r\nabc\r\n$100\r\nab")])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            let error = await redisError {
                try await redis.execute(RedisCommand("GET", "k"), timeout: .milliseconds(100))
            }
            #expect(error?.code == .timedOut)
        }
    }

    @Test func moreRepliesThanCommands() async throws {
        let server = try ScriptedServer([Self.greeting, .init("GET", "+first\r\n+stray\r\n")])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            for _ in 0..<3 {
                try await #expect(redis.execute(RedisCommand("GET", "k"), idempotent: true).string == "first")
            }
        }
    }

    @Test func resendingHasABound() async throws {
        let server = try ScriptedServer([Self.greeting, .init("GET", "")])
        try await withConnection(to: .unixSocket(path: server.path)) { redis in
            let error = await redisError { try await redis.execute(RedisCommand("GET", "k"), idempotent: true) }
            #expect(error?.code == .connectionLost)
        }
    }
}
