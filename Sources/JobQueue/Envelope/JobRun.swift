// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What the engine remembers of a job between its runs (`run` of the envelope).
public struct JobRun: Sendable, Hashable {
    /// How many attempt records are kept; older ones are only counted.
    static let keptAttempts = 20
    /// How large the records may be together. A job at the size limit must still be readable with them.
    static let maximumBytes = 64 << 10

    /// Runs that failed and count towards `max_attempts`.
    public var failedAttempts = 0
    /// Runs that ended with the loss of their worker.
    public var crashes = 0
    /// Workers in a row that were lost before they had started the job.
    public var lossesBeforeStart = 0
    /// How often the job was sent back from the dead-letter queue.
    public var redrives = 0
    /// When the engine first saw the job, by Redis' clock.
    public var firstSeen: Moment?
    /// Since when it has been put off again and again for want of something, without a run that counts.
    public var waitingSince: Moment?
    /// The latest attempts' records, oldest first.
    public private(set) var attempts: [JSONObject] = []
    /// How many older records were let go.
    public private(set) var droppedAttempts = 0

    /// Creates the record of a job that never ran.
    public init() {}

    /// Runs so far, of whatever end.
    public var runs: Int { attempts.count + droppedAttempts }

    /// Adds a record, letting the oldest go beyond the bounds.
    public mutating func append(_ attempt: AttemptRecord) {
        attempts.append(attempt.json)
        while attempts.count > Self.keptAttempts || JSONValue.object(json).serialized().count > Self.maximumBytes {
            attempts.removeFirst()
            droppedAttempts += 1
        }
    }

    init(reading object: JSONObject) throws(EnvelopeError) {
        let reader = EnvelopeReader(object: object, path: "run.")
        let count = 0...1_000_000
        failedAttempts = try reader["failed_attempts"].integer(in: count) ?? 0
        crashes = try reader["crashes"].integer(in: count) ?? 0
        lossesBeforeStart = try reader["losses_before_start"].integer(in: count) ?? 0
        redrives = try reader["redrives"].integer(in: count) ?? 0
        firstSeen = try reader["first_seen_ms"].milliseconds()
        waitingSince = try reader["waiting_since_ms"].milliseconds()
        attempts = try reader["attempts"].array()?.suffix(Self.keptAttempts).compactMap(\.objectValue) ?? []
        droppedAttempts = try reader["attempts_dropped"].integer(in: count) ?? 0
    }

    var json: JSONObject {
        var object: JSONObject = [:]
        object["failed_attempts"] = .integer(Int64(failedAttempts))
        object["crashes"] = .integer(Int64(crashes))
        if lossesBeforeStart > 0 { object["losses_before_start"] = .integer(Int64(lossesBeforeStart)) }
        object["redrives"] = .integer(Int64(redrives))
        object["first_seen_ms"] = firstSeen.map { .integer(Int64($0.milliseconds)) }
        object["waiting_since_ms"] = waitingSince.map { .integer(Int64($0.milliseconds)) }
        object["attempts"] = .array(attempts.map { .object($0) })
        object["attempts_dropped"] = .integer(Int64(droppedAttempts))
        return object
    }
}
