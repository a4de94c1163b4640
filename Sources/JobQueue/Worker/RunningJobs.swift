// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// All jobs in a worker's hands, within its number of slots.
final class RunningJobs: Sendable {
    private struct State {
        var jobs: [Int64: RunningJob] = [:]
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let slots: Int
    private let state = Mutex(State())

    init(slots: Int) { self.slots = slots }

    var all: [RunningJob] { state.withLock { Array($0.jobs.values) } }
    var count: Int { state.withLock { $0.jobs.count } }

    func add(_ deliveries: [Delivery]) -> [RunningJob] {
        let now = ContinuousClock.now
        let jobs = deliveries.map { RunningJob(delivery: $0.number, since: now) }
        state.withLock { state in
            for job in jobs { state.jobs[job.delivery] = job }
        }
        return jobs
    }

    /// Gives up a hold on a job's slot: its settlement is written, or its task has ended. The last one frees it.
    func release(_ job: RunningJob) {
        if job.drop() { change { $0.jobs[job.delivery] = nil } }
    }

    func job(_ delivery: Int64) -> RunningJob? { state.withLock { $0.jobs[delivery] } }

    /// Stops runs whose time is over; returns when the next one's will be.
    func stopOverdue(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        all.compactMap { $0.stopIfOverdue(at: now) }.min()
    }

    /// No new jobs from now on.
    func close() { change { $0.isClosed = true } }

    /// Waits until there are free slots; returns their number, or nil once closed.
    func freeSlots() async -> Int? {
        await wait { $0.isClosed || $0.jobs.count < self.slots }
        return state.withLock { $0.isClosed ? nil : self.slots - $0.jobs.count }
    }

    /// Waits until no job is left.
    func allGone() async { await wait { $0.jobs.isEmpty } }

    private func change(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func wait(until condition: (State) -> Bool) async {
        while !state.withLock({ condition($0) }), !Task.isCancelled {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        if condition(state) || Task.isCancelled { return true }
                        state.waiters.append(continuation)
                        return false
                    }
                    if isReady { continuation.resume() }
                }
            } onCancel: {
                change { _ in }
            }
        }
    }
}
