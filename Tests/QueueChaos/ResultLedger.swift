// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import RedisJobQueue

/// Which job has how many results, and of what kind.
struct ResultLedger {
    private(set) var statuses: [String: Int] = [:]
    /// Results of jobs that had one already.
    private(set) var duplicates = 0
    /// Ids of failed results, by the error's class.
    private(set) var failures: [String: Int] = [:]
    private var seen: Set<String> = []

    private static let page = 1000

    /// Reads all results; none is taken away.
    init(_ queue: RedisJobQueue) async throws {
        let count = try await queue.resultCount()
        for offset in stride(from: 0, to: count, by: Self.page) {
            for result in try await queue.peekResults(offset: offset, limit: Self.page) {
                note(try JSONValue(parsing: result))
            }
        }
    }

    init(_ results: [JSONValue]) {
        for result in results { note(result) }
    }

    private mutating func note(_ result: JSONValue) {
        let id = result["job_id"]?.stringValue ?? ""
        if !seen.insert(id).inserted { duplicates += 1 }
        let status = result["status"]?.stringValue ?? "none"
        statuses[status, default: 0] += 1
        if status != "succeeded" { failures[result["error"]?["type"]?.stringValue ?? "none", default: 0] += 1 }
    }

    /// Jobs without any result.
    func missing(of count: Int) -> [String] {
        (0..<count).map(ChaosJobs.id).filter { !seen.contains($0) }
    }
}
