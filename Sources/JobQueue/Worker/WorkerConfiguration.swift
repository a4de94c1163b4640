// SPDX-License-Identifier: Apache-2.0

/// How a worker behaves. Times are wall-clock durations.
public struct WorkerConfiguration: Sendable {
    /// The worker's id: unique among all workers of the queue, and anew at each start.
    public var worker: String
    /// Jobs that run at the same time; 1 to 10,000.
    public var concurrency: Int
    /// Jobs that may be claimed beyond the free slots, so that a slot that becomes free has its next job at hand; 0 to
    /// 10,000. No more are held than ended during the last claim: of long jobs none. Off unless set, since what one worker
    /// holds, others cannot take. Without effect where slots are shared.
    public var prefetch = 0
    /// How long a delivery stays this worker's without a heartbeat.
    public var lease: Duration = .seconds(30)
    /// Time between heartbeats; well under half the lease.
    public var heartbeatInterval: Duration = .seconds(10)
    /// Time between looks for deliveries that other workers lost.
    public var reapInterval: Duration = .seconds(5)
    /// The longest blocking wait for a job.
    public var waitTimeout: Duration = .seconds(5)
    /// Failed runs after which a job becomes a dead letter, unless the job says otherwise.
    public var maximumAttempts = 5
    /// Runs of any end but ``JobOutcome/wait(_:after:)``, those that burn no attempt included, after which a job becomes a
    /// dead letter.
    public var maximumRuns = 50
    /// How long a job may wait (``JobOutcome/wait(_:after:)``, or for its key) without a run that counts meanwhile, before it
    /// becomes a dead letter.
    public var longestWait: Duration = .seconds(7 * 86_400)
    /// Lost workers after which a job is poison.
    public var maximumCrashes = 3
    /// Workers lost in a row, before they had started it, after which a job is poison. That takes a moment only: it is seldom
    /// the job's fault, but a job that breaks whoever reads it must not break all.
    public var maximumLossesBeforeStart = 5
    /// Time limit of one run, unless the job says otherwise.
    public var jobTimeout: Duration = .seconds(600)
    /// How long running jobs that have become costly may go on after a shutdown began.
    public var drainTimeout: Duration = .seconds(60)
    /// How long, once that is over, what is left may take to end and to be written. A worker that shuts down returns
    /// after both at the latest, whatever the queue or a handler does; what is unsettled then is found by others.
    public var leaveTimeout: Duration = .seconds(5)
    /// Largest envelope, in bytes.
    public var maximumEnvelopeBytes = 1 << 20
    /// How long a job that is held, parked or from a newer version waits before it is looked at again.
    public var parkDelay: Duration = .seconds(30)
    /// Waits between the runs of one job.
    public var retryBackoff = Backoff(base: .seconds(2), cap: .seconds(300))

    /// Resident bytes of the process beyond which the worker claims no more, ends what it has, and returns, so that
    /// whoever started it starts it anew. Nil: no limit.
    public var memoryLimit: Int?
    /// What the names of the worker's metrics begin with.
    public var metricsPrefix = "job_queue"
    /// What hides payloads and results from those who can read the queue's store; nil leaves them as they are.
    ///
    /// Sealed payloads are opened, whoever sealed them. Results are sealed, and so are the payloads of jobs that this worker
    /// writes back or buries; those of plain jobs that would be longer than ``maximumEnvelopeBytes`` stay plain.
    public var seal: (any JobSeal)?
    /// Whether jobs with a plain payload are refused (`job.not_sealed`): who can write to the queue's store, but has no key,
    /// then gets no job done. Needs a ``seal``. A plain job that the worker writes back or buries is sealed as a whole, so
    /// that it is never taken for one that came sealed.
    public var requiresSealed = false
    /// Slots that this worker shares with the workers of other queues; nil: `concurrency` alone bounds it.
    public var share: SlotShare?

    /// Creates a configuration with the defaults.
    public init(worker: String, concurrency: Int) {
        self.worker = worker
        self.concurrency = concurrency
    }
}
