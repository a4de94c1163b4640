// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What a producer asks of the engine for one job (`options` of the envelope).
public struct JobOptions: Sendable, Hashable {
    /// Failed runs after which the job becomes a dead letter; 1 to 100. Nil: the worker's default.
    public var maximumAttempts: Int?
    /// Time limit of one run. Nil: the worker's default.
    public var timeout: Duration?
    /// After this moment the job is not run any more but becomes an `expired` dead letter.
    public var deadline: Moment?
    /// Before this moment the job is not run.
    public var notBefore: Moment?
    /// True if the run shall start a trace of its own, linked to the producer's, whatever the wait.
    public var linksTrace = false
    /// All members as written, for handlers that define options of their own.
    public var all: JSONObject = [:]

    /// Creates options that ask for nothing.
    public init() {}

    init(reading object: JSONObject) throws(EnvelopeError) {
        let reader = EnvelopeReader(object: object, path: "options.")
        maximumAttempts = try reader["max_attempts"].integer(in: 1...100)
        timeout = try reader["timeout_ms"].integer(in: 1...86_400_000).map { .milliseconds($0) }
        deadline = try reader["deadline_ms"].milliseconds()
        notBefore = try reader["not_before_ms"].milliseconds()
        linksTrace = try reader["trace"].string() == "link"
        all = object
    }
}
