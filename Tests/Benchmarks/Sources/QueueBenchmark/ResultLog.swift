// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import RedisJobQueue

/// The results that came, and when.
struct ResultLog: Sendable {
    /// When each job's first result came.
    private(set) var arrivals: [String: ContinuousClock.Instant] = [:]
    /// Results of jobs that had one already.
    private(set) var duplicates = 0
    /// Jobs whose result tells of a crash.
    private(set) var crashes: Set<String> = []

    /// Takes results until every job has its own and no more come for two seconds.
    static func collect(
        _ jobs: Int,
        from queue: RedisJobQueue,
        until deadline: ContinuousClock.Instant
    ) async throws -> ResultLog {
        var log = ResultLog()
        while .now < deadline {
            if let result = try await queue.popResult(timeout: .seconds(2)) {
                log.note(try JSONValue(parsing: result))
            } else if log.arrivals.count >= jobs {
                break
            }
        }
        return log
    }

    private mutating func note(_ result: JSONValue) {
        let id = result["job_id"]?.stringValue ?? ""
        if arrivals[id] == nil { arrivals[id] = .now } else { duplicates += 1 }
        let attempts = result["attempts"]?.arrayValue ?? []
        if attempts.contains(where: { $0["kind"] == "crash" }) { crashes.insert(id) }
    }
}
