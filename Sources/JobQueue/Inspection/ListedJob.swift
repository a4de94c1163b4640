// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A job as lists show it: where it is, and what can be told of it without its contents.
public struct ListedJob: Sendable, Hashable {
    /// Where a job is.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// At a worker, which has told of it at its last heartbeat.
        case running
        /// In the line.
        case waiting
        /// Put off by its producer, or for another try.
        case delayed
    }

    /// Where it is.
    public var state: State
    /// Its id; nil where that cannot be read, or the worker has not read it yet.
    public var id: String?
    /// Its type; nil where that is not known.
    public var type: String?
    /// When its producer enqueued it, as far as it said.
    public var enqueuedAt: Moment?
    /// When it comes due; of delayed jobs only.
    public var due: Moment?
    /// How many of its runs have failed; nil where that is not known.
    public var failedRuns: Int?
    /// What its worker told; nothing of jobs that do not run.
    public var run: Run?

    /// What a worker told of a job.
    public struct Run: Sendable, Hashable {
        /// The worker.
        public var worker: String
        /// Which of the job's runs it is, from 1 on.
        public var attempt: Int?
        /// The step of the run.
        public var stage: String?
        /// How long the worker had had it.
        public var lasted: Duration?
    }

    /// Without what is not known.
    public var json: JSONObject {
        var object: JSONObject = ["id": id.map { .string($0) } ?? .null, "state": .string(state.rawValue)]
        object["type"] = type.map { .string($0) }
        object["enqueued_at"] = enqueuedAt.map { .string($0.rfc3339) }
        object["due"] = due.map { .string($0.rfc3339) }
        object["failed_runs"] = failedRuns.map { .integer(Int64($0)) }
        object["worker"] = run.map { .string($0.worker) }
        object["attempt"] = run?.attempt.map { .integer(Int64($0)) }
        object["stage"] = run?.stage.map { .string($0) }
        object["for_ms"] = run?.lasted.map { .integer(Int64($0.milliseconds)) }
        return object
    }

    init(_ state: State, bytes: [UInt8], due: Moment? = nil) {
        let job = try? JobEnvelope(decoding: bytes)
        self.state = state
        self.due = due
        id = job?.id
        type = job?.type
        enqueuedAt = job?.enqueuedAt
        failedRuns = job?.run.failedAttempts
    }

    /// As the worker's status has it, in which anything may stand.
    init(told job: JSONValue, by worker: String) {
        state = .running
        id = job["job_id"]?.stringValue
        run = Run(
            worker: worker,
            attempt: job["attempt"]?.intValue,
            stage: job["stage"]?.stringValue,
            lasted: job["for_ms"]?.intValue.flatMap { (0...Int(Int32.max)).contains($0) ? .milliseconds($0) : nil }
        )
    }
}
