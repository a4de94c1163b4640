// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One failed run of a job, kept in the envelope's `run` and in the dead letter.
public struct AttemptRecord: Sendable, Hashable {
    /// How a run ended.
    public enum Kind: String, Sendable, Hashable {
        /// The handler reported or threw an error.
        case error
        /// The worker was lost in mid-run.
        case crash
        /// The run passed its time limit.
        case timeout
    }

    /// The run's number, from 1.
    public var number: Int
    /// How the run ended.
    public var kind: Kind
    /// The failure.
    public var failure: JobFailure
    /// When the run began; nil where only its loss is known.
    public var startedAt: Moment?
    /// How long it ran, in milliseconds; nil where only its loss is known.
    public var durationMilliseconds: Int?
    /// The worker that ran it.
    public var worker: String
    /// The run's trace id, 32 hexadecimal digits, if traced.
    public var traceID: String?

    /// The record as it stands in envelopes and dead letters.
    public var json: JSONObject {
        var object = failure.details
        object["n"] = .integer(Int64(number))
        object["kind"] = .string(kind.rawValue)
        object["error_type"] = .string(failure.errorType)
        object["message"] = .string(failure.message.truncated(toUTF8Bytes: 1024))
        object["stage"] = .string(failure.stage)
        object["started_at"] = startedAt.map { .string($0.rfc3339) }
        object["duration_ms"] = durationMilliseconds.map { .integer(Int64($0)) }
        object["worker"] = .string(worker)
        object["trace_id"] = traceID.map { .string($0) }
        return object
    }
}
