// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue: JobQueueControl {
    /// See ``JobQueueControl``.
    public func setPaused(_ isPaused: Bool) async throws(JobQueueError) {
        _ = try await execute(
            isPaused ? RedisCommand("HSET", keys.control, "paused", "1") : RedisCommand("HDEL", keys.control, "paused")
        )
    }

    /// See ``JobQueueControl``.
    public func isPaused() async throws(JobQueueError) -> Bool {
        try await execute(RedisCommand("HGET", keys.control, "paused")).string == "1"
    }

    /// See ``JobQueueControl``.
    public func cancel(_ jobIDs: [String]) async throws(JobQueueError) -> [String] {
        let reply = try await run(
            Transitions.cancel,
            keys: [keys.done, keys.cancel],
            arguments: [.integer(configuration.limits.deduplicationWindow.milliseconds)] + jobIDs.map { .string($0) }
        )
        return (reply.array ?? []).compactMap(\.string)
    }
}
