// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A dead letter as it lies in the queue: its record and the job's original bytes.
public struct BuriedJob: Sendable {
    /// The letter's id.
    public var id: String
    /// The dead letter's record, see ``DeadLetter/json``.
    public var record: JSONObject
    /// The job's bytes exactly as the producer wrote them.
    public var original: [UInt8]

    /// Creates a buried job.
    public init(id: String, record: JSONObject, original: [UInt8]) {
        self.id = id
        self.record = record
        self.original = original
    }

    /// The bytes with which the job goes back into the line: the producer's, with `redrives` counted up.
    ///
    /// Attempts start anew, so that a redriven job gets its full number of runs. What is not a JSON object goes back as
    /// it is.
    public var redriveBytes: [UInt8] {
        guard let bytes = try? EnvelopeBytes(removingRunFrom: original, limits: .standard) else { return original }
        var run = JobRun()
        run.redrives = (record["redrives"]?.intValue ?? 0) + 1
        run.firstSeen = record["first_seen_at"]?.stringValue.flatMap(Moment.init(rfc3339:))
        return bytes.adding(run)
    }
}
