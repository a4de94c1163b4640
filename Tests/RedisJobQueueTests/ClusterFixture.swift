// SPDX-License-Identifier: Apache-2.0

import Redis
import RedisJobQueue
import TestSupport

/// A Redis Cluster whose slots can be moved.
struct ClusterFixture: Sendable {
    let cluster: RedisCluster
    /// A connection to each node, which follows no redirection since all it is asked is about that node.
    private let connections: [RedisConnection]
    private let ids: [String]

    static func with(hasReplica: Bool = false, _ body: (ClusterFixture) async throws -> Void) async throws {
        try await withRedisCluster(hasReplica: hasReplica) { cluster in
            let connections = cluster.nodes.map { node in
                RedisConnection(
                    configuration: RedisConfiguration(endpoint: .unixSocket(path: node.socketPath)),
                    logger: QueueFixture.logger
                )
            }
            let result: Result<Void, any Error>
            do {
                var ids: [String] = []
                for redis in connections {
                    ids.append(try await redis.execute(RedisCommand("CLUSTER", "MYID")).string ?? "")
                }
                result = .success(try await body(ClusterFixture(cluster: cluster, connections: connections, ids: ids)))
            } catch {
                result = .failure(error)
            }
            for redis in connections { await redis.close() }
            try result.get()
        }
    }

    var configuration: RedisConfiguration { get throws { try RedisConfiguration(url: cluster.url) } }

    /// The queue's slot.
    func slot(of queue: RedisJobQueue) async throws -> Int {
        let key = RedisArgument.string("{\(queue.queueName)}:jobs")
        return try await connections[0].execute(RedisCommand("CLUSTER", "KEYSLOT", key)).int ?? 0
    }

    /// Runs a command at a node.
    func ask(_ node: Int, _ name: String, _ arguments: RedisArgument...) async throws -> RESPValue {
        try await connections[node].execute(RedisCommand(name, arguments: arguments))
    }

    /// Begins to move a slot: from now on what is not at the old owner is asked for at the new one.
    func beginMove(of slot: Int, from source: Int, to target: Int) async throws {
        let number = RedisArgument.integer(slot)
        _ = try await ask(target, "CLUSTER", "SETSLOT", number, "IMPORTING", .string(ids[source]))
        _ = try await ask(source, "CLUSTER", "SETSLOT", number, "MIGRATING", .string(ids[target]))
    }

    /// Moves up to so many of a slot's keys; returns how many it moved.
    func moveKeys(of slot: Int, from source: Int, to target: Int, upTo count: Int = 100) async throws -> Int {
        let keys = try await ask(source, "CLUSTER", "GETKEYSINSLOT", .integer(slot), .integer(count)).array ?? []
        guard !keys.isEmpty, let port = cluster.nodes[target].port else { return 0 }
        let head: [RedisArgument] = ["127.0.0.1", .integer(port), "", 0, 5000, "KEYS"]
        let command = RedisCommand("MIGRATE", arguments: head + keys.map { .bytes($0.bytes ?? []) })
        _ = try await connections[source].execute(command)
        return keys.count
    }

    /// Tells all masters who has the slot now.
    func endMove(of slot: Int, to target: Int) async throws {
        for node in [target] + (0..<3).filter({ $0 != target }) {
            _ = try await ask(node, "CLUSTER", "SETSLOT", .integer(slot), "NODE", .string(ids[target]))
        }
    }

    /// Moves a slot with all its keys.
    func move(_ slot: Int, from source: Int, to target: Int) async throws {
        try await beginMove(of: slot, from: source, to: target)
        while try await moveKeys(of: slot, from: source, to: target, upTo: 3) > 0 {}
        try await endMove(of: slot, to: target)
    }
}
