// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport

/// A master with a replica, watched by a Sentinel.
struct SentinelFixture: Sendable {
    let master: RedisServer
    let replica: RedisServer
    let sentinel: RedisServer

    /// As users write it; the second Sentinel is not there.
    var configuration: RedisConfiguration {
        get throws { try RedisConfiguration(url: "redis+sentinel://127.0.0.1:1,127.0.0.1:\(sentinel.port ?? 0)/main") }
    }

    /// Returns once the Sentinel would fail over to the replica.
    func waitUntilKnown() async throws {
        try await waitUntilReplicated()
        try await eventually("the servers to find each other") {
            let replicas = try sentinel.exchange("SENTINEL REPLICAS main")
            return replicas.contains("\r\nslave\r\n") && replicas.contains("\r\nok\r\n")
        }
    }

    /// Returns once the replica has all that the master has.
    func waitUntilReplicated() async throws {
        try await on(master) { master in
            try await eventually("the servers to find each other") {
                try await master.execute(RedisCommand("WAIT", 1, 100)).int == 1
            }
        }
    }

    /// Returns once the old master knows that it is a replica.
    func failOver() async throws {
        guard try sentinel.exchange("SENTINEL FAILOVER main").hasPrefix("+OK") else {
            throw TestSupportError("the Sentinel does not fail over")
        }
        try await on(master) { master in
            try await eventually("the servers to find each other") {
                try await master.execute(RedisCommand("ROLE")).array?.first?.string == "slave"
            }
        }
    }

    func on(_ server: RedisServer, _ body: (RedisConnection) async throws -> Void) async throws {
        let redis = RedisConnection(
            configuration: RedisConfiguration(endpoint: .unixSocket(path: server.socketPath)),
            logger: QueueFixture.logger
        )
        let result: Result<Void, any Error>
        do { result = .success(try await body(redis)) } catch { result = .failure(error) }
        await redis.close()
        try result.get()
    }
}
