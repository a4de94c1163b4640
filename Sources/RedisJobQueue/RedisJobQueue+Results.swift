// SPDX-License-Identifier: Apache-2.0

import JSON
public import JobQueue
import Redis

extension RedisJobQueue {
    /// Looks at results without taking them, oldest first.
    ///
    /// - Parameters:
    ///   - offset: How many of the oldest to pass over.
    ///   - limit: At most so many.
    public func peekResults(offset: Int = 0, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        let command = RedisCommand("LRANGE", keys.results, .integer(-(offset + limit)), .integer(-1 - offset))
        return (try await execute(command).array ?? []).compactMap(\.bytes).reversed()
    }

    /// Looks at results without taking them, latest first.
    ///
    /// - Parameters:
    ///   - offset: How many of the latest to pass over.
    ///   - limit: At most so many.
    public func latestResults(offset: Int = 0, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        let command = RedisCommand("LRANGE", keys.results, .integer(offset), .integer(offset + limit - 1))
        return (try await execute(command).array ?? []).compactMap(\.bytes)
    }

    /// How many results wait.
    public func resultCount() async throws(JobQueueError) -> Int {
        try await execute(RedisCommand("LLEN", keys.results)).int ?? 0
    }

    /// Takes these exact results off the list, the oldest first.
    ///
    /// - Returns: How many were still there. Another consumer took the others, and has them as well.
    @discardableResult
    public func removeResults(_ results: [[UInt8]]) async throws(JobQueueError) -> Int {
        guard !results.isEmpty else { return 0 }
        var removed = 0
        do throws(RedisError) {
            let commands = results.map { RedisCommand("LREM", keys.results, -1, .bytes($0)) }
            for reply in try await self.commands.pipeline(commands) {
                if case .error(let error) = reply {
                    throw RedisError(code: .server, message: "results were not removed: \(error)", serverError: error)
                }
                removed += reply.int ?? 0
            }
        } catch {
            throw JobQueueError(error)
        }
        return removed
    }

    /// Those of the ids that have their answer, as far back as the deduplication window reaches.
    public func finished(among ids: [String]) async throws(JobQueueError) -> [String] {
        guard !ids.isEmpty else { return [] }
        let command = RedisCommand("ZMSCORE", arguments: [keys.done] + ids.map { .string($0) })
        let scores = try await execute(command).array ?? []
        let oldest = try await now().milliseconds - configuration.limits.deduplicationWindow.milliseconds
        return zip(ids, scores).filter { $1.int.map { $0 > oldest } ?? false }.map(\.0)
    }

    /// Takes one job's result off the list, looking from the latest backwards; nil if it is not on the list.
    public func takeResult(jobID: String) async throws(JobQueueError) -> [UInt8]? {
        guard let result = try await peekResult(jobID: jobID) else { return nil }
        _ = try await execute(RedisCommand("LREM", keys.results, 1, .bytes(result)))
        return result
    }

    /// Looks at one job's result without taking it, from the latest backwards; nil if it is not on the list, or not among
    /// the latest `limit`.
    public func peekResult(jobID: String, among limit: Int = .max) async throws(JobQueueError) -> [UInt8]? {
        var start = 0
        while start < limit {
            let results = try await latestResults(offset: start, limit: min(100, limit - start))
            guard !results.isEmpty else { return nil }
            if let result = results.first(where: { Self.jobID(of: $0) == jobID }) { return result }
            start += results.count
        }
        return nil
    }

    private static func jobID(of result: [UInt8]) -> String? {
        (try? JSONValue(parsing: result))?["job_id"]?.stringValue
    }
}
