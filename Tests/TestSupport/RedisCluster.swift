// SPDX-License-Identifier: Apache-2.0

/// A Redis Cluster of three masters on loopback ports, and perhaps a replica of the second.
public final class RedisCluster: Sendable {
    /// The masters in the order of their slots, then the replica.
    public let nodes: [RedisServer]

    /// The master that has the replica.
    public static let replicated = 1

    private init(hasReplica: Bool) async throws {
        var nodes: [RedisServer] = []
        for _ in 0..<(hasReplica ? 4 : 3) { nodes.append(try await .start(.clusterNode)) }
        self.nodes = nodes
    }

    /// Starts the nodes and returns once each knows all others and the cluster is in order.
    public static func start(hasReplica: Bool = false) async throws -> RedisCluster {
        let cluster = try await RedisCluster(hasReplica: hasReplica)
        try await cluster.form()
        if hasReplica { try await cluster.addReplica() }
        return cluster
    }

    /// As users write it.
    public var url: String {
        "redis://" + nodes.prefix(3).map { "127.0.0.1:\($0.port ?? 0)" }.joined(separator: ",")
    }

    /// Which of the masters has a slot at the beginning.
    public static func owner(of slot: Int) -> Int { min(slot / 5461, 2) }

    /// Ends all nodes.
    public func kill() async {
        for node in nodes { await node.kill() }
    }

    private func form() async throws {
        for index in 0..<3 {
            let last = index == 2 ? 16_383 : index * 5461 + 5460
            // Without ADDSLOTSRANGE, which Redis 6.2 does not know.
            try ask(index, "CLUSTER ADDSLOTS " + (index * 5461...last).map(String.init).joined(separator: " "))
        }
        for node in nodes { try ask(0, "CLUSTER MEET 127.0.0.1 \(node.port ?? 0)") }
        for index in nodes.indices {
            try await eventually("the cluster to come about") {
                let info = try ask(index, "CLUSTER INFO")
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:\(nodes.count)\r\n")
            }
        }
    }

    private func addReplica() async throws {
        let id = try ask(Self.replicated, "CLUSTER MYID").split(whereSeparator: \.isNewline).last ?? ""
        try ask(nodes.count - 1, "CLUSTER REPLICATE \(id)")
        try await eventually("the cluster to come about") { try ask(nodes.count - 1, "ROLE").contains("connected") }
    }

    /// The beginning of the answer.
    @discardableResult
    private func ask(_ node: Int, _ command: String) throws -> String {
        try UnixSocket(path: nodes[node].socketPath).exchange(command + "\r\n")
    }
}

/// Runs `body` with a cluster of its own and ends it afterwards, whatever happens.
public func withRedisCluster<Value>(
    hasReplica: Bool = false,
    _ body: (RedisCluster) async throws -> Value
) async throws -> Value {
    let cluster = try await RedisCluster.start(hasReplica: hasReplica)
    let result: Result<Value, any Error>
    do { result = .success(try await body(cluster)) } catch { result = .failure(error) }
    await cluster.kill()
    return try result.get()
}

extension RedisServerOptions {
    fileprivate static var clusterNode: RedisServerOptions {
        let arguments = ["--cluster-node-timeout", "1500", "--repl-diskless-sync-delay", "0"]
        var options = RedisServerOptions(listensOnTCP: true, arguments: arguments)
        options.isClusterNode = true
        return options
    }
}
