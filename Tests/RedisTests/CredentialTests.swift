// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct CredentialTests {
    @Test func passwordDatabaseAndName() async throws {
        try await withRedisServer(RedisServerOptions(password: "open sesame")) { server in
            try await withConnection(to: server) {
                $0.password = "open sesame"
                $0.database = 3
                $0.clientName = "worker-1"
            } _: { redis in
                let client = try await redis.execute(RedisCommand("CLIENT", "INFO")).string ?? ""
                #expect(client.contains(" db=3 "))
                #expect(client.contains(" name=worker-1 "))
                let id = try #require(redis.clientID)
                #expect(client.hasPrefix("id=\(id) "))
            }
        }
    }

    @Test func userOfTheAccessList() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                _ = try await redis.execute(
                    RedisCommand("ACL", "SETUSER", "reader", "on", ">pass word", "~*", "+@read", "+ping")
                )
            }
            try await withConnection(to: server) {
                $0.username = "reader"
                $0.password = "pass word"
            } _: { redis in
                try await #expect(redis.execute(RedisCommand("GET", "k")).isNull)
                #expect(redis.clientID != nil)
                let error = await redisError {
                    try await redis.execute(RedisCommand("SET", "k", "v"))
                }
                #expect(error?.serverError?.prefix == .noPermission)
            }
        }
    }

    @Test(
        arguments: [
            ("ops", "not-the-password", .wrongPassword),
            (nil, "not-the-password", .wrongPassword),
            (nil, nil, .noAuth),
        ] as [(String?, String?, RedisServerError.Prefix)]
    )
    func refused(username: String?, password: String?, prefix: RedisServerError.Prefix) async throws {
        try await withRedisServer(RedisServerOptions(password: "open sesame")) { server in
            try await withConnection(to: server) {
                $0.username = username
                $0.password = password
            } _: { redis in
                let error = await redisError { try await redis.execute(RedisCommand("PING")) }
                #expect(error?.code == .server)
                #expect(error?.serverError?.prefix == prefix)
                #expect(error?.message.contains(server.socketPath) == true)
                #expect(error?.message.contains("not-the-password") == false)
            }
        }
    }

    @Test func unknownDatabase() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) {
                $0.database = 99
            } _: { redis in
                let error = await redisError { try await redis.execute(RedisCommand("PING")) }
                #expect(error?.code == .server)
                #expect(error?.message.contains("SELECT") == true)
            }
        }
    }
}
