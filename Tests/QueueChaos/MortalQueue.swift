// SPDX-License-Identifier: Apache-2.0

import Foundation
import JobQueue
import RedisJobQueue

/// The queue as it is, for a worker that ends by `kill -9` at one moment.
struct MortalQueue: JobQueueDriver {
    let queue: RedisJobQueue
    let fatalMoment: FatalMoment?

    var queueName: String { queue.queueName }

    /// Does not return if this is the moment.
    func live(through moment: FatalMoment) {
        guard moment == fatalMoment else { return }
        kill(getpid(), SIGKILL)
        // The signal may reach another thread first.
        while true { pause() }
    }

    func enqueue(_ envelopes: [[UInt8]]) async throws(JobQueueError) { try await queue.enqueue(envelopes) }

    func claim(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> ClaimedBatch {
        let batch = try await queue.claim(upTo: count, worker: worker, lease: lease)
        if !batch.deliveries.isEmpty { live(through: .claimed) }
        return batch
    }

    func waitForJobs(worker: String, timeout: Duration) async throws(JobQueueError) {
        try await queue.waitForJobs(worker: worker, timeout: timeout)
        live(through: .received)
    }

    func interruptWait() async { await queue.interruptWait() }

    func start(_ jobs: [JobStart], worker: String) async throws(JobQueueError) -> [StartDecision] {
        try await queue.start(jobs, worker: worker)
    }

    func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration
    ) async throws(JobQueueError) -> HeartbeatReply {
        try await queue.beat(worker: worker, status: status, deliveries: deliveries, lease: lease)
    }

    func settle(_ jobs: [JobSettlement], worker: String) async throws(JobQueueError) -> [SettlementReply] {
        live(through: .unsent)
        let replies = try await queue.settle(jobs, worker: worker)
        live(through: .unacknowledged)
        return replies
    }

    func takeOver(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> [Orphan] {
        let orphans = try await queue.takeOver(upTo: count, worker: worker, lease: lease)
        if !orphans.isEmpty { live(through: .takenOver) }
        return orphans
    }

    func unstageSilentWorkers(silentFor: Duration) async throws(JobQueueError) -> Int {
        try await queue.unstageSilentWorkers(silentFor: silentFor)
    }

    func returnStaged(worker: String) async throws(JobQueueError) { try await queue.returnStaged(worker: worker) }

    func leave(worker: String) async throws(JobQueueError) { try await queue.leave(worker: worker) }

    func now() async throws(JobQueueError) -> Moment { try await queue.now() }
}
