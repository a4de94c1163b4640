// SPDX-License-Identifier: Apache-2.0

import JSON
public import Logging
public import Tracing

/// What a handler knows of the run it is in.
public struct JobContext: Sendable {
    /// The job.
    // Inlinable, so that who wants one of its members need not copy all.
    @inlinable public var job: JobEnvelope { facts.job }
    /// The queue's name.
    public var queue: String { facts.queue }
    /// The worker's id.
    public var worker: String { facts.worker }
    /// The delivery number.
    public var delivery: Int64 { running.delivery }
    /// Which run of the job this is, from 1.
    public var attempt: Int { facts.attempt }
    /// How long the job waited: since it was enqueued, or where that is unknown since it was first seen.
    public var queueLatency: Duration { facts.queueLatency }
    /// When this run began.
    public let startedAt: Moment
    /// When this run is stopped, if it has not ended: by its own time limit or by the job's deadline.
    ///
    /// What a handler waits for should end a moment earlier, so that there is time to say how it ended. Nil before the
    /// run begins.
    public var deadline: ContinuousClock.Instant? { running.timeLimit?.end }
    /// Whether it is the job's deadline that stops this run, after which there is no other.
    public var isLastRun: Bool {
        guard let deadline = job.options.deadline, let limit = running.timeLimit else { return false }
        return deadline.since(startedAt) <= limit.duration
    }
    /// A logger that carries the job's ids.
    public var logger: Logger
    /// The job's span, for tags of the handler's own; nil where nothing is traced.
    public var span: (any Span)?
    /// Context of the job's span, for the result and for calls that continue the trace.
    public var traceHeaders: [String: String] = [:]

    @usableFromInline private(set) var facts: Facts
    let running: RunningJob

    /// What stays the same for the whole run, in one place: each step of the run has a context of its own.
    @usableFromInline final class Facts: Sendable {
        @usableFromInline let job: JobEnvelope
        let queue: String
        let worker: String
        let attempt: Int
        let queueLatency: Duration

        /// The same run with another payload.
        init(_ facts: Facts, payload: JSONValue) {
            var job = facts.job
            job.payload = payload
            self.job = job
            queue = facts.queue
            worker = facts.worker
            attempt = facts.attempt
            queueLatency = facts.queueLatency
        }

        init(job: consuming JobEnvelope, queue: String, worker: String, queueLatency: Duration) {
            attempt = job.run.runs + 1
            self.job = job
            self.queue = queue
            self.worker = worker
            self.queueLatency = queueLatency
        }
    }

    init(_ facts: Facts, startedAt: Moment, logger: Logger, running: RunningJob) {
        self.facts = facts
        self.startedAt = startedAt
        self.logger = logger
        self.running = running
    }

    /// The same run with another payload.
    func with(payload: JSONValue) -> JobContext {
        var context = self
        context.facts = Facts(facts, payload: payload)
        return context
    }

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
