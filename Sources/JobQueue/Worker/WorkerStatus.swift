// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization

/// What a worker tells of itself at each heartbeat, and its counters.
public final class WorkerStatus: Sendable {
    /// Counts since the worker started.
    public struct Counts: Sendable, Hashable {
        /// Deliveries claimed.
        public var claimed = 0
        /// Jobs settled with a result of success or for review.
        public var completed = 0
        /// Runs put off for another try.
        public var retried = 0
        /// Jobs that became dead letters.
        public var buried = 0
        /// Deliveries given back.
        public var released = 0
        /// Deliveries of jobs that already had their answer.
        public var duplicates = 0
        /// Deliveries that the worker lost.
        public var lost = 0
        /// Deliveries taken over from other workers.
        public var takenOver = 0
    }

    private let worker: WorkerIdentity
    private let concurrency: Int
    private let startedAt = Moment.now
    private let state = Mutex(Counts())
    private let lastFailedBeat = Mutex<ContinuousClock.Instant?>(nil)

    /// Creates the status of a worker that has done nothing yet.
    public init(worker: WorkerIdentity, concurrency: Int) {
        self.worker = worker
        self.concurrency = concurrency
    }

    /// The counts so far.
    public var counts: Counts { state.withLock { $0 } }

    func count(_ update: (inout Counts) -> Void) { state.withLock { update(&$0) } }

    func beatFailed() { lastFailedBeat.withLock { $0 = .now } }

    func hasFailedToBeat(within span: Duration) -> Bool {
        lastFailedBeat.withLock { $0.map { ContinuousClock.now - $0 < span } ?? false }
    }

    func json(running: RunningJobs) -> JSONObject {
        let counts = counts
        return [
            "host": .string(worker.host),
            "pid": .integer(Int64(worker.processID)),
            "concurrency": .integer(Int64(concurrency)),
            "started_at": .string(startedAt.rfc3339),
            "completed": .integer(Int64(counts.completed)),
            "retried": .integer(Int64(counts.retried)),
            "buried": .integer(Int64(counts.buried)),
            "quiet": .bool(running.isQuiet),
            "rss_bytes": MemoryWatch.residentBytes().map { .integer(Int64($0)) } ?? .null,
            "running": .array(running.all.prefix(100).map(Self.json)),
        ]
    }

    private static func json(_ job: RunningJob) -> JSONValue {
        [
            "job_id": job.jobID.map { .string($0) } ?? .null,
            "delivery": .integer(job.delivery),
            "stage": .string(job.stage),
            "for_ms": .integer(Int64((ContinuousClock.now - job.since).milliseconds)),
        ]
    }
}
