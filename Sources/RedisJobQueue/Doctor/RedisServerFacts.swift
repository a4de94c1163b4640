// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

/// What of a Redis server decides whether a queue is safe there.
public struct RedisServerFacts: Sendable, Hashable {
    /// Such as `7.0.15`.
    public var version: String
    /// `master` or `slave`; nil if the server does not say.
    public var role: String?
    /// Such as `noeviction`; nil if the server does not say.
    public var evictionPolicy: String?
    /// Whether the server writes every change to a file; nil if it does not say.
    public var hasAppendOnlyFile: Bool?
    /// Bytes in use.
    public var usedMemory: Int?
    /// Bytes that may be used; 0 = no bound.
    public var maximumMemory: Int?
    /// How far the server's clock is ahead of this machine's, as far as a round trip tells.
    public var clockSkew: Duration
}

extension RedisJobQueue {
    /// Asks the server about itself.
    public func server() async throws(JobQueueError) -> RedisServerFacts {
        let info = try await execute(RedisCommand("INFO")).string ?? ""
        var fields: [Substring: String] = [:]
        for line in info.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = String(parts[1]) }
        }
        let before = Moment.now.milliseconds
        let now = try await now().milliseconds
        let middle = (before + Moment.now.milliseconds) / 2
        return RedisServerFacts(
            version: fields["redis_version"] ?? "unknown",
            role: fields["role"],
            evictionPolicy: fields["maxmemory_policy"],
            hasAppendOnlyFile: fields["aof_enabled"].map { $0 == "1" },
            usedMemory: fields["used_memory"].flatMap { Int($0) },
            maximumMemory: fields["maxmemory"].flatMap { Int($0) },
            clockSkew: .milliseconds(now - middle)
        )
    }
}
