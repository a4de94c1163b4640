// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

/// A real server that speaks TLS, with certificates of our own.
@Suite(.enabled(if: RedisServer.speaksTLS, "redis-server was built without TLS"))
struct TLSTests {
    @Test func largeValuesAndManyCommands() async throws {
        try await withTLSServer { server, certificates, port in
            let url = "rediss://localhost:\(port)?cacert=\(certificates.path("ca.pem"))"
            try await with(url) { redis in
                var value = [UInt8](repeating: 7, count: 16 << 20)
                value[1000] = 13
                _ = try await redis.execute(RedisCommand("SET", "k", .bytes(value)))
                let isSame = try await redis.execute(RedisCommand("GET", "k")).bytes == value
                #expect(isSame)
                let replies = try await redis.pipeline((1...10_000).map { RedisCommand("RPUSH", "l", .integer($0)) })
                #expect(replies.compactMap(\.int) == Array(1...10_000))
                try await #expect(redis.execute(RedisCommand("GET", "missing")).isNull)
            }
        }
    }

    @Test func aRestartIsSurvived() async throws {
        try await withTLSServer { server, certificates, port in
            let url = "rediss://localhost:\(port)?cacert=\(certificates.path("ca.pem"))"
            try await with(url) { redis in
                let blocked = Task { await redisError { try await redis.execute(RedisCommand("BLPOP", "l", 0)) } }
                try await BlockingTests.waitUntilBlocked(1, server)
                try await server.restart()
                #expect(await blocked.value?.code == .connectionLost)
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    @Test func aNameOtherThanTheHosts() async throws {
        try await withTLSServer { _, certificates, port in
            let url = "rediss://127.0.0.1:\(port)?cacert=\(certificates.path("ca.pem"))"
            // The certificate is for localhost.
            try await expectLastingFailure(url, "127.0.0.1")
            try await with("\(url)&sni=localhost") { redis in
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
            try await expectLastingFailure("\(url)&sni=example.org", "example.org")
        }
    }

    @Test func anAuthorityThatIsNotTrusted() async throws {
        try await withTLSServer { _, certificates, port in
            try await expectLastingFailure("rediss://localhost:\(port)", "certificate problem")
            try await expectLastingFailure("rediss://localhost:\(port)?cacert=/nowhere/ca.pem", "/nowhere/ca.pem")
            let others = try await TestCertificates.make()
            let url = "rediss://localhost:\(port)?cacert="
            try await expectLastingFailure(url + others.path("ca.pem"), "certificate")
            let own = "&cert=/nowhere/client.pem&key=/nowhere/client.key"
            try await expectLastingFailure(url + certificates.path("ca.pem") + own, "/nowhere/client.pem")
        }
    }

    @Test func aServerThatAsksForACertificate() async throws {
        try await withTLSServer(asksForCertificate: true) { _, certificates, port in
            let url = "rediss://localhost:\(port)?cacert=\(certificates.path("ca.pem"))"
            try await expectFailure(url, "")
            let own = "&cert=\(certificates.path("client.pem"))&key=\(certificates.path("client.key"))"
            try await with(url + own) { redis in
                try await #expect(redis.execute(RedisCommand("PING")).string == "PONG")
            }
        }
    }

    @Test func aServerWithoutTLS() async throws {
        try await withRedisServer(RedisServerOptions(listensOnTCP: true)) { server in
            try await expectFailure("rediss://localhost:\(try #require(server.port))", "TLS")
        }
    }

    private func withTLSServer(
        asksForCertificate: Bool = false,
        _ body: (RedisServer, TestCertificates, Int) async throws -> Void
    ) async throws {
        let certificates = try await TestCertificates.make()
        let port = try LoopbackPort.unused()
        let arguments = [
            "--tls-port", "\(port)", "--tls-ca-cert-file", certificates.path("ca.pem"),
            "--tls-cert-file", certificates.path("server.pem"), "--tls-key-file", certificates.path("server.key"),
            "--tls-auth-clients", asksForCertificate ? "yes" : "no",
        ]
        try await withRedisServer(RedisServerOptions(arguments: arguments)) { server in
            try await body(server, certificates, port)
        }
    }

    private func with(_ url: String, _ body: (RedisConnection) async throws -> Void) async throws {
        let configuration = try RedisConfiguration(url: url)
        try await withConnection(to: configuration.endpoints[0]) {
            $0.tls = configuration.tls
        } _: { redis in
            try await body(redis)
        }
    }

    /// Waiting would not help: the reason is told at once.
    private func expectLastingFailure(_ url: String, _ words: String) async throws {
        try await with(url) { redis in
            let error = await redisError { try await redis.execute(RedisCommand("PING"), timeout: .seconds(3600)) }
            #expect(error?.code == .connectionFailed && error?.isRetriable == true)
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    private func expectFailure(_ url: String, _ words: String) async throws {
        try await with(url) { redis in
            let error = await redisError {
                try await redis.execute(RedisCommand("PING"), timeout: .milliseconds(500))
            }
            #expect(error?.code == .timedOut)
            #expect(words.isEmpty || error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }
}
