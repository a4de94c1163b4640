// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

/// Dead letters such as a worker writes, of about 1,300 bytes, three attempts each.
enum SampleLetters {
    /// Letter `number` of `count`; one dies every millisecond, the last one at `now`.
    static func letter(_ number: Int, of count: Int, now: Int) -> BuriedJob {
        let id = "dl-\(number + 1)"
        let errorType = number.isMultiple(of: 5) ? "input.corrupt" : "llm.server"
        let stage = number.isMultiple(of: 3) ? "fetch" : "model"
        let attempts = (1...3).map { attempt(JSONValue.integer($0), errorType, stage, number) }
        let record: JSONObject = [
            "version": 1, "id": .string(id), "job_id": .string(SampleJobs.id(number)), "type": "vote_extraction",
            "error_type": .string(errorType),
            "fingerprint": .string("\(errorType)/\(stage)/HTTP N from \(number % 7) hosts"), "stage": .string(stage),
            "reason": "attempts_exhausted", "message": "HTTP 503 from the model", "died_at": "2026-11-22T00:00:00.000Z",
            "first_seen_at": "2026-11-22T00:00:00.000Z", "worker": "host-1234-9f3c01ab", "redrives": 0, "headers": [:],
            "tags": ["province": .string("\(number % 77)")], "attempts": .array(attempts), "attempts_dropped": 0,
        ]
        return BuriedJob(
            id: id,
            diedAt: Moment(milliseconds: now - count + number),
            record: record,
            bytes: SampleJobs.envelope(number)
        )
    }

    /// The place of letter `number`, roughly: a cursor need not be that of a letter that is there.
    static func cursor(_ number: Int, of count: Int, _ now: Moment) -> DeadLetterCursor? {
        DeadLetterCursor("\(now.milliseconds - count + number).dl-\(number + 1)")
    }

    private static func attempt(_ n: JSONValue, _ errorType: String, _ stage: String, _ number: Int) -> JSONValue {
        [
            "n": n, "kind": "error", "error_type": .string(errorType), "message": "HTTP 503 from the model",
            "stage": .string(stage), "http_status": 503, "started_at": "2026-11-22T00:00:00.000Z", "duration_ms": 1234,
            "model": .string(number.isMultiple(of: 10_000) ? "gemini-2.5-pro" : "gemini-2.5-flash"),
            "worker": "host-1234-9f3c01ab", "trace_id": "5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b5b",
        ]
    }
}
