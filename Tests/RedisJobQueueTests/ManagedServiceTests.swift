// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// What providers of Redis give: TLS, a user with a password, and no commands that concern the server.
@Suite(.limitedParallelism) struct ManagedServiceTests {
    private static let withheld = [
        "CONFIG", "ACL", "DEBUG", "SAVE", "BGSAVE", "BGREWRITEAOF", "SHUTDOWN", "REPLICAOF", "MIGRATE", "MONITOR",
        "KEYS",
        "FLUSHALL", "FLUSHDB", "SYNC", "PSYNC",
    ]

    @Test(.enabled(if: RedisServer.speaksTLS, "redis-server was built without TLS"))
    func theQueueNeedsNothingThatIsWithheld() async throws {
        let certificates = try await TestCertificates.make()
        let port = try LoopbackPort.unused()
        var options = RedisServerOptions()
        options.configuration =
            Self.withheld.map { "rename-command \($0) \"\"" } + [
                "tls-port \(port)", "tls-ca-cert-file \(certificates.path("ca.pem"))",
                "tls-cert-file \(certificates.path("server.pem"))", "tls-key-file \(certificates.path("server.key"))",
                "tls-auth-clients no", "user someone on >p@ss ~* +@all -@admin -@dangerous +info",
            ]
        try await withRedisServer(options) { _ in
            let url = "rediss://someone:p%40ss@localhost:\(port)?cacert=\(certificates.path("ca.pem"))"
            let redis = try RedisConfiguration(url: url)
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            try await queue.enqueue((0..<100).map { .init(#"{"id":"j\#($0)"}"#) })
            try await QueueWorker(redis: redis, handler: { _ in .completed(JobResult()) }).run {
                var ids: Set<String> = []
                for _ in 0..<100 { ids.insert(try await queue.nextResult()["job_id"]?.stringValue ?? "") }
                #expect(ids.count == 100)
            }
            #expect(try await queue.audit(mends: true).defects == 0)
            #expect(try await queue.server().version != "unknown")
            await queue.close()
        }
    }
}
