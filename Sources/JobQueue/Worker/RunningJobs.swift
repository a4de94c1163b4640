// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// All jobs in a worker's hands, within its number of slots.
final class RunningJobs: Sendable {
    private struct State {
        var jobs: [Int64: RunningJob] = [:]
        /// Runs whose number was given anew, until they have ended.
        var displaced: [RunningJob] = []
        var isClosed = false
        var isQuiet = false
        var isHurried = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        var count: Int { jobs.count + displaced.count }
    }

    private let slots: Int
    private let share: SlotShare?
    private let state = Mutex(State())

    init(slots: Int, share: SlotShare? = nil) {
        self.slots = slots
        self.share = share
    }

    var all: [RunningJob] { state.withLock { $0.jobs.values + $0.displaced } }
    var count: Int { state.withLock { $0.count } }

    /// Takes deliveries in. A queue that lost its last writes may give a number a second time: whoever had it has lost it.
    func add(_ deliveries: [Delivery]) -> [RunningJob] {
        let now = ContinuousClock.now
        let jobs = deliveries.map { RunningJob(delivery: $0.number, since: now) }
        let displaced = state.withLock { state in
            let displaced = jobs.compactMap { state.jobs.updateValue($0, forKey: $0.delivery) }
            state.displaced += displaced
            return displaced
        }
        for job in displaced { job.stop(.leaseLost) }
        return jobs
    }

    /// Gives up a hold on a job's slot: its settlement is written, or its task has ended. The last one frees it.
    func release(_ job: RunningJob) {
        guard job.drop() else { return }
        change { state in
            if state.jobs[job.delivery] === job {
                state.jobs[job.delivery] = nil
            } else {
                state.displaced.removeAll { $0 === job }
            }
        }
        share?.release(1)
    }

    func job(_ delivery: Int64) -> RunningJob? { state.withLock { $0.jobs[delivery] } }

    /// Stops runs whose time is over; returns when the next one's will be.
    func stopOverdue(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        all.compactMap { $0.stopIfOverdue(at: now) }.min()
    }

    /// No new jobs from now on.
    func close() { change { $0.isClosed = true } }

    /// No new jobs until told otherwise.
    func setQuiet(_ isQuiet: Bool) { change { $0.isQuiet = isQuiet } }

    var isQuiet: Bool { state.withLock { $0.isQuiet } }

    /// No more waiting for running jobs once closed.
    func hurry() { change { $0.isHurried = true } }

    /// Returns once closed.
    func closed() async { await wait { $0.isClosed } }

    /// Waits until there are free slots; returns their number, or nil once closed.
    func freeSlots() async -> Int? {
        await wait { $0.isClosed || !$0.isQuiet && $0.count < self.slots }
        return state.withLock { $0.isClosed ? nil : self.slots - $0.count }
    }

    /// Waits until no job is left.
    func allGone() async { await wait { $0.count == 0 } }

    /// Waits until no job is left, or until there is no time for that.
    func allGoneOrHurried() async { await wait { $0.count == 0 || $0.isHurried } }

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
