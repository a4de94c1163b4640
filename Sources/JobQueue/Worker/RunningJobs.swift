// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Synchronization

/// All jobs in a worker's hands, within its number of slots.
final class RunningJobs: Sendable {
    private struct State {
        var jobs: [Int64: RunningJob] = [:]
        /// Runs whose number was given anew, until they have ended.
        var displaced: [RunningJob] = []
        /// Jobs that wait for a slot.
        var shelf: Deque<Shelved> = []
        /// How many jobs may be in hand beyond the slots.
        var prefetch = 0
        /// How many jobs have ended so far.
        var ended = 0
        var closedAt: ContinuousClock.Instant?
        /// For good, as the process was asked.
        var isQuiet = false
        /// Until an operator of the queue says otherwise.
        var isQuieted = false
        var isHurried = false
        /// Whether settlements are on their way, so that more slots will be free any moment.
        var isSettling = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        var count: Int { jobs.count + displaced.count }
        var isClosed: Bool { closedAt != nil }
        var takesNone: Bool { isQuiet || isQuieted }
        /// How many jobs have a slot.
        var begun: Int { count - shelf.count }

        mutating func remove(_ job: RunningJob) {
            if jobs[job.delivery] === job {
                jobs[job.delivery] = nil
            } else {
                displaced.removeAll { $0 === job }
            }
        }
    }

    /// A delivery in hand that has no slot yet.
    struct Shelved: Sendable {
        let delivery: Delivery
        let job: RunningJob
        /// When it was claimed, by the queue's clock.
        let claimedAt: Moment

        /// The queue's time now.
        var now: Moment { claimedAt.advanced(by: .now - job.since) }
    }

    /// How many slots are worth a call: each call has its price. With half of them on their way, the other half is at work.
    let slotsPerCall: Int
    private let slots: Int
    private let share: SlotShare?
    private let metrics: WorkerMetrics?
    private let state = Mutex(State())

    init(slots: Int, share: SlotShare? = nil, metrics: WorkerMetrics? = nil) {
        self.slots = slots
        slotsPerCall = max(min((slots + 1) / 2, 100), 1)
        self.share = share
        self.metrics = metrics
    }

    var all: [RunningJob] { state.withLock { $0.jobs.values + $0.displaced } }
    var count: Int { state.withLock { $0.count } }

    /// Takes deliveries in. A queue that lost its last writes may give a number a second time: whoever had it has lost it.
    func add(_ deliveries: [Delivery]) -> [RunningJob] {
        let now = ContinuousClock.now
        let jobs = deliveries.map { RunningJob(delivery: $0.number, since: now) }
        let (displaced, count) = state.withLock { state in
            let displaced = jobs.compactMap { state.jobs.updateValue($0, forKey: $0.delivery) }
            state.displaced += displaced
            return (displaced, state.count)
        }
        metrics?.show(running: count)
        for job in displaced { job.stop(.leaseLost) }
        return jobs
    }

    /// Gives up a hold on a job's slot. The last one frees it.
    func release(_ job: RunningJob, _ hold: RunningJob.Hold) {
        if job.drop(hold) { remove([job]) }
    }

    /// Gives up holds on slots, and frees all at once those of which it was the last.
    func release(_ jobs: [RunningJob], _ hold: RunningJob.Hold) { remove(jobs.filter { $0.drop(hold) }) }

    private func remove(_ jobs: [RunningJob]) {
        guard !jobs.isEmpty else { return }
        let count = change { state in
            for job in jobs { state.remove(job) }
            state.ended += jobs.count
            return state.count
        }
        share?.release(jobs.count)
        metrics?.show(running: count)
    }

    func job(_ delivery: Int64) -> RunningJob? { state.withLock { $0.jobs[delivery] } }

    /// Stops runs whose time is over; returns when the next one's will be.
    func stopOverdue(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        all.compactMap { $0.stopIfOverdue(at: now) }.min()
    }

    /// No new jobs from now on.
    func close() { change { $0.closedAt = $0.closedAt ?? .now } }

    var isClosed: Bool { closedAt != nil }
    var closedAt: ContinuousClock.Instant? { state.withLock { $0.closedAt } }

    /// No new jobs until told otherwise.
    func setQuiet(_ isQuiet: Bool) { change { $0.isQuiet = isQuiet } }

    /// The same as the queue's operator wants it; returns whether that is new.
    func setQuieted(_ isQuieted: Bool) -> Bool {
        guard state.withLock({ $0.isQuieted != isQuieted }) else { return false }
        change { $0.isQuieted = isQuieted }
        return true
    }

    /// Whether it takes no new jobs, for whatever reason.
    var isQuiet: Bool { state.withLock { $0.takesNone } }

    /// No more waiting for running jobs once closed.
    func hurry() { change { $0.isHurried = true } }

    /// Returns once closed.
    func closed() async { await wait { $0.isClosed } }

    /// Waits for a while, but not once closed.
    func pause(for time: Duration) async { await wait(before: .now + time) { $0.isClosed } }

    /// The number of free slots; nil if there are none for new jobs, or not enough to be worth a call just now.
    ///
    /// - Parameter evenFew: Whether a single one is worth it in any case.
    func slotsFreeNow(evenFew: Bool = false) -> Int? {
        state.withLock { state in
            let free = evenFew ? freeSlots(state) : claimableSlots(state)
            return state.isClosed || state.takesNone || free <= 0 ? nil : free
        }
    }

    /// Waits until there are free slots that are worth a call; returns their number, or nil once closed.
    func freeSlots() async -> Int? {
        await wait { $0.isClosed || !$0.takesNone && self.claimableSlots($0) > 0 }
        return state.withLock { $0.isClosed ? nil : self.freeSlots($0) }
    }

    private func freeSlots(_ state: State) -> Int { slots + state.prefetch - state.count }

    /// The free slots, or 0 where they are few and others are about to join them.
    private func claimableSlots(_ state: State) -> Int {
        let free = freeSlots(state)
        return state.isSettling && free < slotsPerCall ? 0 : free
    }

    /// Says whether settlements are on their way.
    func setSettling(_ isSettling: Bool) {
        guard !isSettling else { return state.withLock { $0.isSettling = true } }
        change { $0.isSettling = false }
    }

    /// How many jobs have ended so far.
    var ended: Int { state.withLock { $0.ended } }

    /// Lets so many jobs be in hand beyond the slots.
    func setPrefetch(_ count: Int) { change { $0.prefetch = count } }

    /// Puts jobs aside; returns those for which there are slots, in order.
    func shelve(_ jobs: [Shelved]) -> [Shelved] {
        state.withLock { state in
            if state.shelf.isEmpty, state.count <= slots { return jobs }
            state.shelf += jobs
            return takeShelved(&state)
        }
    }

    /// Waits until there are slots for jobs that were put aside; nil once closed.
    func shelvedForFreeSlots() async -> [Shelved]? {
        await wait { $0.isClosed || !$0.shelf.isEmpty && $0.begun < self.slots }
        return state.withLock { $0.isClosed ? nil : takeShelved(&$0) }
    }

    /// Hands over all that was put aside.
    func clearShelf() -> [RunningJob] {
        state.withLock { state in
            defer { state.shelf = [] }
            return state.shelf.map(\.job)
        }
    }

    private func takeShelved(_ state: inout State) -> [Shelved] {
        let count = max(min(slots - state.begun, state.shelf.count), 0)
        defer { state.shelf.removeFirst(count) }
        return Array(state.shelf.prefix(count))
    }

    /// Waits until no job is left.
    func allGone() async { await wait { $0.count == 0 } }

    /// Waits until no job is left, or until the time is over.
    func allGone(before end: ContinuousClock.Instant) async { await wait(before: end) { $0.count == 0 } }

    /// Waits until no job is left that is costly to give back, or until there is no time for that.
    func costlyJobsGone(before end: ContinuousClock.Instant) async {
        await wait(before: end) { state in state.isHurried || !state.jobs.values.contains(where: \.isCostly) }
    }

    private func wait(
        before end: ContinuousClock.Instant,
        until condition: @escaping @Sendable (State) -> Bool
    ) async {
        await withTaskGroup { group in
            group.addTask { await self.wait(until: condition) }
            group.addTask { try? await Task.sleep(until: end, clock: .continuous) }
            await group.next()
            group.cancelAll()
        }
    }

    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, waiters) = state.withLock { state in
            let value = body(&state)
            defer { state.waiters = [] }
            return (value, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return value
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
