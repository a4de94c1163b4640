// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestSupport
import Testing

/// A queue on a master with a replica, reached by a name that leads to the master.
struct ReplicatedQueueFixture: Sendable {
    let master: RedisServer
    let replica: RedisServer
    let name: RedisServerName
    let queue: RedisJobQueue

    static func with(_ body: (ReplicatedQueueFixture) async throws -> Void) async throws {
        try await withRedisServer(RedisServerOptions(listensOnTCP: true)) { master in
            let port = try #require(master.port)
            let follows = ["--replicaof", "127.0.0.1", "\(port)", "--repl-diskless-sync-delay", "0"]
            try await withRedisServer(RedisServerOptions(arguments: follows)) { replica in
                let name = try RedisServerName(master)
                let fixture = ReplicatedQueueFixture(
                    master: master,
                    replica: replica,
                    name: name,
                    queue: RedisJobQueue(redis: configuration(name.path), logger: QueueFixture.logger)
                )
                try await fixture.on(master) { try await waitForReplica(of: $0) }
                let result: Result<Void, any Error>
                do { result = .success(try await body(fixture)) } catch { result = .failure(error) }
                await fixture.queue.close()
                try result.get()
            }
        }
    }

    /// Makes the replica the master and the master a replica, and lets the name lead to the new one. Nothing is lost:
    /// the old master takes no more writes before the replica has them all.
    func failOver() async throws {
        try await on(master) { redis in
            _ = try await redis.execute(RedisCommand("CLIENT", "PAUSE", 60_000, "WRITE"))
            // WAIT is only about what its own connection has written.
            try await eventually("the replica to have every write") {
                let role = try await redis.execute(RedisCommand("ROLE")).array
                let acknowledged = role?.last?.array?.first?.array?.last?.string
                return acknowledged != nil && acknowledged == role?.dropFirst().first?.int.map { "\($0)" }
            }
        }
        try await on(replica) { _ = try await $0.execute(RedisCommand("REPLICAOF", "NO", "ONE")) }
        try name.point(to: replica)
        try await on(master) { redis in
            _ = try await redis.execute(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
            _ = try await redis.execute(RedisCommand("CLIENT", "UNPAUSE"))
        }
    }

    func withWorker(
        handler: @escaping JobHandler,
        _ body: @Sendable @escaping () async throws -> Void
    ) async throws {
        try await QueueWorker(redis: Self.configuration(name.path), handler: handler).run(body)
    }

    func nextResult() async throws -> JSONValue { try await queue.nextResult() }

    private static func configuration(_ path: String) -> RedisConfiguration {
        RedisConfiguration(endpoint: .unixSocket(path: path))
    }

    private func on(_ server: RedisServer, _ body: (RedisConnection) async throws -> Void) async throws {
        let configuration = Self.configuration(server.socketPath)
        let redis = RedisConnection(configuration: configuration, logger: QueueFixture.logger)
        let result: Result<Void, any Error>
        do { result = .success(try await body(redis)) } catch { result = .failure(error) }
        await redis.close()
        try result.get()
    }

    private static func waitForReplica(of redis: RedisConnection) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await redis.execute(RedisCommand("WAIT", 1, 100)).int != 1 {
            guard .now < deadline else { throw TestSupportError("the replica does not follow") }
        }
    }
}
