// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A job as producers write it: envelope version 1.
public struct JobEnvelope: Sendable {
    /// The version that this engine writes; it reads this one and the one before.
    public static let currentVersion = 1
    /// The job type of an envelope that names none.
    public static let defaultType = "vote_extraction"

    /// Unique among jobs: the same id means the same job.
    public var id: String
    /// Names the handler.
    public var type: String
    /// When the producer enqueued it, if it said so.
    public var enqueuedAt: Moment?
    /// Trace context and more, keys in lower case.
    public var headers: [String: String]
    /// What the handler gets.
    public var payload: JSONValue
    /// What the producer asks of the engine.
    public var options: JobOptions
    /// On whose behalf.
    public var user: JobUser?
    /// Kept on result and dead letter.
    public var tags: [String: String]
    /// What the engine remembers of earlier runs.
    public var run: JobRun
    /// The producer's bytes, untouched.
    public let original: [UInt8]

    /// The envelope's bytes with the present `run` spliced in.
    public var bytesWithRun: [UInt8] { EnvelopeBytes(original: original).adding(run) }
}
