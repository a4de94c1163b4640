// SPDX-License-Identifier: Apache-2.0

/// The store behind a queue. Each call is one atomic transition of up to 100 jobs, fenced by their delivery numbers.
///
/// Jobs that share a call are independent of each other: what is lost or answered already changes nothing for the rest.
/// When a reply was lost, calls may be repeated without taking effect twice, but for these: ``enqueue(_:)`` adds the jobs
/// once more, which counts for nothing where they have ids; of ``claim(upTo:worker:lease:)`` and
/// ``takeOver(upTo:worker:lease:)`` the jobs handed out are lost to the caller until their leases end. One whose task is
/// cancelled ends soon.
public protocol JobQueueDriver: Sendable {
    /// The queue's name.
    var queueName: String { get }

    /// The store, as spans name it (`messaging.system`); `job_queue` where it is not told.
    var messagingSystem: String { get }

    /// Adds jobs to the end of the line, in order.
    func enqueue(_ envelopes: [[UInt8]]) async throws(JobQueueError)

    /// Hands up to `count` jobs (1 to 100) to a worker, each leased for `lease`.
    func claim(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> ClaimedBatch

    /// Waits until there may be something to claim, at most `timeout`.
    func waitForJobs(worker: String, timeout: Duration) async throws(JobQueueError)

    /// Ends a wait early, for a kind shutdown.
    func interruptWait() async

    /// Asks whether decoded deliveries (1 to 100) may run, and marks those that may as started.
    ///
    /// - Returns: A decision for each, in order.
    func start(_ jobs: [JobStart], worker: String) async throws(JobQueueError) -> [StartDecision]

    /// Extends leases, and registers the worker with its status (one JSON object).
    func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration
    ) async throws(JobQueueError) -> HeartbeatReply

    /// Writes the last word on deliveries (1 to 100).
    ///
    /// - Returns: What became of each, in order.
    func settle(_ jobs: [JobSettlement], worker: String) async throws(JobQueueError) -> [SettlementReply]

    /// Takes over up to `count` (1 to 100) deliveries whose lease has ended. One that was lost more than once in a row before
    /// it was started comes alone, after the others.
    func takeOver(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> [Orphan]

    /// Puts back what silent workers had received but not claimed, and strikes them off the list; returns how many jobs.
    func unstageSilentWorkers(silentFor: Duration) async throws(JobQueueError) -> Int

    /// Puts back what this worker has received but not claimed, at the head of the line; it stays on the list.
    func returnStaged(worker: String) async throws(JobQueueError)

    /// Puts back what this worker had received but not claimed and strikes it off the list.
    func leave(worker: String) async throws(JobQueueError)

    /// The queue's own clock, by which leases end. Where it is not told: this machine's.
    func now() async throws(JobQueueError) -> Moment
}

extension JobQueueDriver {
    /// No store in particular.
    public var messagingSystem: String { "job_queue" }

    /// This machine's clock.
    public func now() async throws(JobQueueError) -> Moment { .now }
}
