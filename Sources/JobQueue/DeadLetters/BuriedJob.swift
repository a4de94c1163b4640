// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A dead letter as it lies in the queue: its record and its job.
public struct BuriedJob: Sendable {
    /// The letter's id.
    public var id: String
    /// When it died, by the queue's clock.
    public var diedAt: Moment
    /// The dead letter's record, see ``DeadLetter/json``.
    public var record: JSONObject
    /// The job's bytes: the producer's, unless they were edited.
    public var bytes: [UInt8]

    /// Creates a buried job.
    public init(id: String, diedAt: Moment, record: JSONObject, bytes: [UInt8]) {
        self.id = id
        self.diedAt = diedAt
        self.record = record
        self.bytes = bytes
    }

    /// The job's bytes exactly as the producer wrote them.
    public var original: [UInt8] {
        record["original"].flatMap { StoredBytes($0)?.bytes } ?? bytes
    }

    /// The bytes with which the job goes back into the line: the letter's, with `redrives` counted up.
    ///
    /// Attempts start anew, so that a redriven job gets its full number of runs. What is not a JSON object goes back as
    /// it is.
    public var redriveBytes: [UInt8] {
        guard let envelope = try? EnvelopeBytes(removingRunFrom: bytes, limits: .standard) else { return bytes }
        var run = JobRun()
        run.redrives = (record["redrives"]?.intValue ?? 0) + 1
        run.firstSeen = record["first_seen_at"]?.stringValue.flatMap(Moment.init(rfc3339:))
        return envelope.adding(run)
    }
}
