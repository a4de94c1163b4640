// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue: JobQueueControl {
    /// See `JobQueueControl`.
    public func setMode(_ mode: JobQueueMode) async throws(JobQueueError) {
        _ = try await execute(
            mode == .open
                ? RedisCommand("HDEL", keys.control, "mode")
                : RedisCommand("HSET", keys.control, "mode", .string(mode.rawValue))
        )
    }

    /// See `JobQueueControl`.
    public func mode() async throws(JobQueueError) -> JobQueueMode {
        JobQueueMode(stored: try await execute(RedisCommand("HGET", keys.control, "mode")).string)
    }

    /// See `JobQueueControl`.
    public func setQuiet(_ isQuiet: Bool, worker: String) async throws(JobQueueError) -> Bool {
        guard try await !execute(RedisCommand("ZSCORE", keys.workers, .string(worker))).isNull else { return false }
        let mark = keys.quietMark(worker)
        _ = try await execute(
            isQuiet ? RedisCommand("HSET", keys.control, mark, 1) : RedisCommand("HDEL", keys.control, mark)
        )
        return true
    }

    /// See `JobQueueControl`.
    public func cancel(_ jobIDs: [String]) async throws(JobQueueError) -> [String] {
        let replies = try await inSlices(jobIDs) { ids throws(JobQueueError) in
            try await run(
                Transitions.cancel,
                keys: [keys.done, keys.cancel],
                arguments: [
                    .integer(configuration.limits.deduplicationCap),
                    .integer(configuration.limits.deduplicationWindow.milliseconds),
                ] + ids.map { .string($0) }
            )
        }
        return replies.compactMap(\.string)
    }

    /// See `JobQueueControl`.
    public func hasten(_ jobs: [DelayedJob]) async throws(JobQueueError) -> [DelayedJob] {
        let replies = try await inSlices(jobs) { jobs throws(JobQueueError) in
            try await run(
                Transitions.hasten,
                keys: [keys.later, keys.laterBytes, keys.laterBegun],
                arguments: jobs.flatMap { [.delivery($0.delivery), .bytes($0.bytesWithoutWait ?? [])] }
            )
        }
        let hastened = Set(replies.compactMap(\.string))
        return jobs.filter { hastened.contains("\($0.delivery)") }
    }
}

extension JobQueueMode {
    /// As it stands in the queue. One that this version does not know holds everything back.
    init(stored: String?) { self = stored.map { Self(rawValue: $0) ?? .paused } ?? .open }
}
