// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import RedisJobQueue

/// Dead letters to fill a queue with.
enum Letter {
    static let payload: JSONValue = ["files": [["uri": "https://files.example.org/a/p1.jpg?X-Signature=very-secret"]]]

    static func make(
        _ number: Int,
        errorType: String = "llm.server",
        message: String = "HTTP 503 from gemini",
        jobID: String? = nil,
        payload: JSONValue = payload,
        record more: JSONObject = [:]
    ) -> BuriedJob {
        let id = "dl-\(number)"
        let jobID = jobID ?? "job-\(number)"
        let died = Moment(milliseconds: Moment.now.milliseconds - 600_000 + number)
        var record: JSONObject = [
            "version": 1, "id": .string(id), "job_id": .string(jobID), "type": "vote_extraction",
            "error_type": .string(errorType), "fingerprint": .string("\(errorType)/model/\(message)"),
            "stage": "model", "reason": "attempts_exhausted", "message": .string(message),
            "died_at": .string(died.rfc3339), "first_seen_at": .null, "worker": "w-1", "redrives": 0,
            "headers": [:], "tags": ["province": "Phrae"],
            "attempts": [
                [
                    "n": 1, "kind": "error", "error_type": .string(errorType), "message": .string(message),
                    "stage": "model", "started_at": .string(died.rfc3339), "duration_ms": 1200, "worker": "w-1",
                ]
            ],
            "attempts_dropped": 0,
        ]
        for member in more { record[member.key] = member.value }
        let job: JSONValue = ["id": .string(jobID), "payload": payload]
        return BuriedJob(id: id, diedAt: died, record: record, bytes: job.serialized())
    }
}

extension RedisJobQueue {
    /// Puts letters among the dead ones.
    func bury(_ letters: [BuriedJob]) async throws {
        for start in stride(from: 0, to: letters.count, by: 100) {
            _ = try await importDeadLetters(Array(letters[start..<min(start + 100, letters.count)]))
        }
    }

    /// The jobs in the line, those whose turn comes first foremost.
    func line() async throws -> [JSONValue] {
        try await waitingJobs(offset: 0, limit: 100).map { try JSONValue(parsing: $0) }
    }
}
