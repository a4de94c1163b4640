// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization

/// What a worker tells of itself at each heartbeat, and its counters.
public final class WorkerStatus: Sendable {
    /// Counts since the worker started.
    public struct Counts: Sendable, Hashable {
        /// Deliveries claimed.
        public var claimed = 0
        /// Runs begun.
        public var started = 0
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

    /// The same counts, one by one.
    enum Count: String, CaseIterable {
        case claimed, started, completed, retried, buried, released, duplicates, lost
        case takenOver = "taken_over"

        var path: WritableKeyPath<Counts, Int> {
            switch self {
            case .claimed: \.claimed
            case .started: \.started
            case .completed: \.completed
            case .retried: \.retried
            case .buried: \.buried
            case .released: \.released
            case .duplicates: \.duplicates
            case .lost: \.lost
            case .takenOver: \.takenOver
            }
        }
    }

    let metrics: WorkerMetrics?
    private let worker: WorkerIdentity
    private let concurrency: Int
    private let startedAt = Moment.now
    private let state = Mutex(Counts())
    private let runTimes = Mutex(RunTimes())
    private let moments = Mutex(Moments())

    private struct Moments {
        var beat: ContinuousClock.Instant?
        var beatHeard: ContinuousClock.Instant?
        var beatFailed: ContinuousClock.Instant?
        var claim: ContinuousClock.Instant?
        var isFull = false
    }

    /// Creates the status of a worker that has done nothing yet.
    public convenience init(worker: WorkerIdentity, concurrency: Int) {
        self.init(worker: worker, concurrency: concurrency, metrics: nil)
    }

    init(worker: WorkerIdentity, concurrency: Int, metrics: WorkerMetrics?) {
        self.worker = worker
        self.concurrency = concurrency
        self.metrics = metrics
    }

    /// The counts so far.
    public var counts: Counts { state.withLock { $0 } }

    func count(_ count: Count, by number: Int = 1) {
        state.withLock { $0[keyPath: count.path] += number }
        metrics?.count(count, by: number)
    }

    /// Adds counts of a whole batch.
    func count(_ counts: Counts) {
        for count in Count.allCases where counts[keyPath: count.path] > 0 {
            self.count(count, by: counts[keyPath: count.path])
        }
    }

    func ran(_ type: String, outcome: JobOutcome, for time: Duration) {
        runTimes.withLock { $0.add(time) }
        metrics?.ran(type, outcome: outcome, for: time)
    }

    func triesToBeat() { moments.withLock { $0.beat = .now } }

    func beatHeard() { moments.withLock { $0.beatHeard = .now } }

    func beatFailed() { moments.withLock { $0.beatFailed = .now } }

    func hasFailedToBeat(within span: Duration) -> Bool {
        moments.withLock { $0.beatFailed.map { ContinuousClock.now - $0 < span } ?? false }
    }

    func claimAnswered() { moments.withLock { $0.claim = .now } }

    /// Whether there is no slot to claim for. Once there is one, a claim has its time again.
    func isFull(_ isFull: Bool) {
        moments.withLock { moments in
            moments.isFull = isFull
            if !isFull { moments.claim = .now }
        }
    }

    func pulse(of running: RunningJobs) -> WorkerPulse {
        let moments = moments.withLock { $0 }
        let now = ContinuousClock.now
        var pulse = WorkerPulse()
        pulse.sinceBeat = moments.beat.map { now - $0 }
        pulse.sinceBeatHeard = moments.beatHeard.map { now - $0 }
        pulse.sinceClaim = moments.claim.map { now - $0 }
        pulse.isFull = moments.isFull
        pulse.isQuiet = running.isQuiet
        pulse.isClosing = running.isClosed
        return pulse
    }

    func json(running: RunningJobs) -> JSONObject {
        let counts = counts
        return [
            "host": .string(worker.host),
            "pid": .integer(Int64(worker.processID)),
            "version": worker.version.map { .string($0) } ?? .null,
            "concurrency": .integer(Int64(concurrency)),
            "started_at": .string(startedAt.rfc3339),
            "completed": .integer(Int64(counts.completed)),
            "retried": .integer(Int64(counts.retried)),
            "buried": .integer(Int64(counts.buried)),
            "run_times": runTimes.withLock(\.json),
            "quiet": .bool(running.isQuiet),
            "rss_bytes": MemoryWatch.residentBytes().map { .integer(Int64($0)) } ?? .null,
            "running": .array(running.all.prefix(100).map(Self.json)),
        ]
    }

    private static func json(_ job: RunningJob) -> JSONValue {
        [
            "job_id": job.jobID.map { .string($0) } ?? .null,
            "attempt": job.attempt.map { .integer(Int64($0)) } ?? .null,
            "delivery": .integer(job.delivery),
            "stage": .string(job.stage),
            "for_ms": .integer(Int64((ContinuousClock.now - job.since).milliseconds)),
        ]
    }
}
