// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue {
    /// Keeps bytes beside the queue for a while, under a name of hexadecimal digits; a handler's own answers, say.
    public func cache(_ bytes: [UInt8], as name: String, for lifetime: Duration) async throws(JobQueueError) {
        guard let key = cacheKey(name) else { return }
        let milliseconds = max(1, lifetime.milliseconds)
        let reply = try await execute(RedisCommand("SET", key, .bytes(bytes), "PX", .integer(milliseconds)))
        guard reply.string == "OK" else { throw .unexpected("SET") }
    }

    /// What was kept under a name; nil if it is not there (any more).
    public func cached(_ name: String) async throws(JobQueueError) -> [UInt8]? {
        guard let key = cacheKey(name) else { return nil }
        return try await execute(RedisCommand("GET", key)).bytes
    }

    private func cacheKey(_ name: String) -> RedisArgument? {
        guard (1...128).contains(name.utf8.count), name.allSatisfy(\.isHexDigit) else { return nil }
        return .string("\(keys.prefix)cache:\(name)")
    }
}
