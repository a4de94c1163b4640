// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import JobQueue

/// A queue in memory that can be out of reach, and whose waits cannot be interrupted. It tells when waits begin and when
/// something was given back.
final class StubbornQueue: JobQueueDriver {
    struct State {
        var isReachable = true
        var waits = 0
        var settlements = 0
    }

    let queue = InMemoryJobQueue()
    let state = Mutex(State())
    let waits = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(100))
    let returns = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(100))
    var queueName: String { queue.queueName }

    func enqueue(_ envelopes: [[UInt8]]) async throws(JobQueueError) { try await queue.enqueue(envelopes) }

    func claim(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> ClaimedBatch {
        try await reach()
        return try await queue.claim(upTo: count, worker: worker, lease: lease)
    }

    func waitForJobs(worker: String, timeout: Duration) async throws(JobQueueError) {
        try await reach()
        waits.continuation.yield()
        try await queue.waitForJobs(worker: worker, timeout: .seconds(3600))
    }

    func interruptWait() async {}

    func start(_ jobs: [JobStart], worker: String) async throws(JobQueueError) -> [StartDecision] {
        try await queue.start(jobs, worker: worker)
    }

    func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration
    ) async throws(JobQueueError) -> HeartbeatReply {
        try await reach()
        return try await queue.beat(worker: worker, status: status, deliveries: deliveries, lease: lease)
    }

    func settle(_ jobs: [JobSettlement], worker: String) async throws(JobQueueError) -> [SettlementReply] {
        state.withLock { $0.settlements += 1 }
        guard state.withLock(\.isReachable) else { throw JobQueueError(.unavailable, "out of reach") }
        return try await queue.settle(jobs, worker: worker)
    }

    func takeOver(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> [Orphan] {
        try await reach()
        return try await queue.takeOver(upTo: count, worker: worker, lease: lease)
    }

    func unstageSilentWorkers(silentFor: Duration) async throws(JobQueueError) -> Int {
        try await queue.unstageSilentWorkers(silentFor: silentFor)
    }

    func returnStaged(worker: String) async throws(JobQueueError) {
        try await queue.returnStaged(worker: worker)
        returns.continuation.yield()
    }

    func leave(worker: String) async throws(JobQueueError) {
        try await reach()
        try await queue.leave(worker: worker)
    }

    /// A store that is gone answers nothing, until the task is cancelled.
    private func reach() async throws(JobQueueError) {
        guard !state.withLock(\.isReachable) else { return }
        try? await Task.sleep(for: .seconds(3600))
        throw JobQueueError(.cancelled, "cancelled")
    }
}
