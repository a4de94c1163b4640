// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue: JobQueueControl {
    /// See ``JobQueueControl``.
    public func setMode(_ mode: JobQueueMode) async throws(JobQueueError) {
        _ = try await execute(
            mode == .open
                ? RedisCommand("HDEL", keys.control, "mode")
                : RedisCommand("HSET", keys.control, "mode", .string(mode.rawValue))
        )
    }

    /// See ``JobQueueControl``.
    public func mode() async throws(JobQueueError) -> JobQueueMode {
        try await execute(RedisCommand("HGET", keys.control, "mode")).string.flatMap(JobQueueMode.init(rawValue:))
            ?? .open
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
