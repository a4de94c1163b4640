// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Synchronization

/// A queue that hands out nothing but orphans, that can be paused and be out of reach.
final class FakeDriver: JobQueueDriver {
    struct State {
        var isReachable = true
        /// What claims find the queue to be, one after the other; the last one stays.
        var modes: [ClaimedBatch.State] = [.open]
        /// How often what a wait had received was put back.
        var returns = 0
        var orphans: [Orphan] = []
        var settled: [Int64] = []
        var takeovers = 0
        /// The deliveries of each settle call.
        var calls: [[Int64]] = []
        /// Deliveries with which every settle call is refused.
        var refused: Set<Int64> = []
        /// The queue's clock, and how often it was read.
        var clock = Moment.now
        var clockReads = 0
        /// What settle calls and interrupts wait for.
        var gate: Task<Void, Never>?
        var interrupts = 0
    }

    let state = Mutex(State())
    let queueName = "q"

    func enqueue(_ envelopes: [[UInt8]]) async throws(JobQueueError) {}

    func claim(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> ClaimedBatch {
        let mode = state.withLock { $0.modes.count > 1 ? $0.modes.removeFirst() : $0.modes[0] }
        return ClaimedBatch(state: mode, now: .now, nextDue: nil, deliveries: [])
    }

    func waitForJobs(worker: String, timeout: Duration) async throws(JobQueueError) {}

    func interruptWait() async {
        let gate = state.withLock { state in
            state.interrupts += 1
            return state.gate
        }
        await gate?.value
    }

    func start(_ jobs: [JobStart], worker: String) async throws(JobQueueError) -> [StartDecision] {
        jobs.map { _ in .run }
    }

    func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration
    ) async throws(JobQueueError) -> HeartbeatReply {
        guard state.withLock(\.isReachable) else { throw JobQueueError(.unavailable, "out of reach") }
        return HeartbeatReply(lost: [], cancelled: [])
    }

    func settle(_ jobs: [JobSettlement], worker: String) async throws(JobQueueError) -> [SettlementReply] {
        let numbers = jobs.map(\.delivery)
        let (isRefused, gate) = state.withLock { state in
            state.calls.append(numbers)
            return (!state.refused.isDisjoint(with: numbers), state.gate)
        }
        await gate?.value
        guard !isRefused else { throw JobQueueError(.refused, "refused") }
        state.withLock { $0.settled += numbers }
        return jobs.map { _ in .settled }
    }

    func takeOver(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> [Orphan] {
        state.withLock { state in
            state.takeovers += 1
            defer { state.orphans = [] }
            return state.orphans
        }
    }

    func unstageSilentWorkers(silentFor: Duration) async throws(JobQueueError) -> Int { 0 }

    func returnStaged(worker: String) async throws(JobQueueError) { state.withLock { $0.returns += 1 } }

    func leave(worker: String) async throws(JobQueueError) {}

    func now() async throws(JobQueueError) -> Moment {
        state.withLock { state in
            state.clockReads += 1
            return state.clock
        }
    }
}
