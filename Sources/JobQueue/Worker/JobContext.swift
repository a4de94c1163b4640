// SPDX-License-Identifier: Apache-2.0

import JSON
public import Logging
public import Tracing

/// What a handler knows of the run it is in.
public struct JobContext: Sendable {
    /// The job.
    public let job: JobEnvelope
    /// The queue's name.
    public let queue: String
    /// The worker's id.
    public let worker: String
    /// The delivery number.
    public let delivery: Int64
    /// Which run of the job this is, from 1.
    public let attempt: Int
    /// How long the job waited: since it was enqueued, or where that is unknown since it was first seen.
    public let queueLatency: Duration
    /// When this run began.
    public let startedAt: Moment
    /// A logger that carries the job's ids.
    public var logger: Logger
    /// The job's span, for tags of the handler's own; nil where nothing is traced.
    public var span: (any Span)?
    /// Context of the job's span, for the result and for calls that continue the trace.
    public var traceHeaders: [String: String] = [:]

    let running: RunningJob

    /// Says where the job is, for heartbeats and for shutdown.
    ///
    /// - Parameters:
    ///   - stage: A short name, such as `model`.
    ///   - isCostly: True from the moment on at which giving the job back would waste money: a worker that shuts down
    ///     then waits for it as long as it can.
    public func enter(stage: String, isCostly: Bool = false) {
        running.enter(stage: stage, isCostly: isCostly)
    }
}
