// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A job that could not be done, with all that is known of why: dead letter version 1.
public struct DeadLetter: Sendable {
    /// The letter's own id.
    public var id: String
    /// The job's id; nil where it could not be read.
    public var jobID: String?
    /// The job's type; nil where it could not be read.
    public var type: String?
    /// The last failure.
    public var failure: JobFailure
    /// Why the engine gave up.
    public var reason: DeadLetterReason
    /// When the engine gave up.
    public var diedAt: Moment
    /// When the engine first saw the job.
    public var firstSeenAt: Moment?
    /// The worker that gave up.
    public var worker: String
    /// How often the job had been sent back before.
    public var redrives: Int
    /// The job's headers.
    public var headers: [String: String]
    /// The job's tags.
    public var tags: [String: String]
    /// Records of the runs, oldest first.
    public var attempts: [JSONObject]
    /// How many older records were let go.
    public var droppedAttempts: Int

    /// Groups letters that are alike.
    public var fingerprint: String { Fingerprint(failure).value }

    /// The record as one JSON object.
    public var json: JSONObject {
        [
            "version": 1,
            "id": .string(id),
            "job_id": jobID.map { .string($0) } ?? .null,
            "type": type.map { .string($0) } ?? .null,
            "error_type": .string(failure.errorType),
            "fingerprint": .string(fingerprint),
            "stage": .string(failure.stage),
            "reason": .string(reason.rawValue),
            "message": .string(failure.message.truncated(toUTF8Bytes: 2048)),
            "died_at": .string(diedAt.rfc3339),
            "first_seen_at": firstSeenAt.map { .string($0.rfc3339) } ?? .null,
            "worker": .string(worker),
            "redrives": .integer(Int64(redrives)),
            "headers": .object(JSONObject(strings: headers)),
            "tags": .object(JSONObject(strings: tags)),
            "attempts": .array(attempts.map { .object($0) }),
            "attempts_dropped": .integer(Int64(droppedAttempts)),
        ]
    }
}
