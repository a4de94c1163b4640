// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import RedisJobQueue

/// Looks for a job where no index leads to it, slice by slice.
struct JobSearch {
    let queue: RedisJobQueue
    let id: String

    private static let slice = 200

    /// What was found, as JSON objects with a `state`; `onProgress` is told how many jobs were looked at.
    func states(onProgress: (Int) -> Void) async throws -> [JSONObject] {
        var states = try await deadLetters(onProgress: onProgress)
        let examined = try await queue.deadLetterCount()
        if let job = try await queue.delayedJobs(ids: [id], onProgress: { onProgress(examined + $0) })[id] {
            states.append(["state": "delayed", "due": .string(job.due.rfc3339)])
        }
        if let place = try await place(onProgress: { onProgress(examined + $0) }) {
            states.append(["state": "waiting", "jobs_before_it": .integer(Int64(place))])
        }
        return states
    }

    private func deadLetters(onProgress: (Int) -> Void) async throws -> [JSONObject] {
        var filter = DeadLetterFilter()
        filter.jobID = id
        var states: [JSONObject] = []
        var cursor: DeadLetterCursor?
        var examined = 0
        repeat {
            let page = try await queue.deadLetters(filter, limit: Self.slice, after: cursor)
            states += page.records.map { ["state": "dead", "letter": .object($0)] }
            examined += page.examined
            onProgress(examined)
            cursor = page.next
        } while cursor != nil
        return states
    }

    private func place(onProgress: (Int) -> Void) async throws -> Int? {
        var offset = 0
        while true {
            let jobs = try await queue.waitingJobs(offset: offset, limit: Self.slice)
            if let index = jobs.firstIndex(where: isTheJob) { return offset + index }
            guard !jobs.isEmpty else { return nil }
            offset += jobs.count
            onProgress(offset)
        }
    }

    private func isTheJob(_ bytes: [UInt8]) -> Bool {
        (try? JSONValue(parsing: bytes))?["id"]?.stringValue == id
    }
}
