// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One job in a worker's hands: where it is, and the means to stop it.
final class RunningJob: Sendable {
    /// What keeps the job's slot taken.
    struct Hold: OptionSet {
        let rawValue: UInt8

        /// The delivery is not settled.
        static let delivery = Hold(rawValue: 1)
        /// The job's task has not ended.
        static let task = Hold(rawValue: 2)
    }

    private struct State {
        var jobID: String?
        var attempt: Int?
        var stage = "claimed"
        var isCostly = false
        var stop: StopReason?
        var task: Task<Void, Never>?
        var limit: Limit?
        var holds = Hold.delivery
        var isSettling = false
        var traceHeaders: [String: String] = [:]
    }

    private struct Limit {
        let end: ContinuousClock.Instant
        let duration: Duration
    }

    let delivery: Int64
    let since: ContinuousClock.Instant
    private let state = Mutex(State())

    init(delivery: Int64, since: ContinuousClock.Instant = .now) {
        self.delivery = delivery
        self.since = since
    }

    var jobID: String? { state.withLock { $0.jobID } }
    /// Which of the job's attempts this is, from 1 on; nil before the job was read.
    var attempt: Int? { state.withLock { $0.attempt } }
    var stage: String { state.withLock { $0.stage } }
    var isCostly: Bool { state.withLock { $0.isCostly } }
    var stopReason: StopReason? { state.withLock { $0.stop } }
    var isLost: Bool {
        if case .leaseLost = stopReason { true } else { false }
    }
    /// When the run shall end, and how long it was given; nil before it begins.
    var timeLimit: (end: ContinuousClock.Instant, duration: Duration)? {
        state.withLock { state in state.limit.map { ($0.end, $0.duration) } }
    }
    /// Context of the innermost span that the run has reached.
    var traceHeaders: [String: String] { state.withLock { $0.traceHeaders } }

    func identify(as job: JobEnvelope) {
        state.withLock { state in
            state.jobID = job.id
            state.attempt = job.run.failedAttempts + 1
        }
    }

    func reach(traceHeaders: [String: String]) { state.withLock { $0.traceHeaders = traceHeaders } }

    func enter(stage: String, isCostly: Bool) {
        state.withLock {
            $0.stage = stage
            $0.isCostly = $0.isCostly || isCostly
        }
    }

    /// Has the job's work done in a task that ``stop(_:)`` cancels. The slot stays taken until the task, which gives up its
    /// hold at its end.
    func work(_ start: () -> Task<Void, Never>) {
        state.withLock { _ = $0.holds.insert(.task) }
        let task = start()
        let isStopped = state.withLock { state in
            state.task = task
            return state.stop != nil
        }
        if isStopped { task.cancel() }
    }

    /// Gives up one hold on the slot; true if it was the last.
    func drop(_ hold: Hold) -> Bool {
        state.withLock { $0.holds.remove(hold) != nil && $0.holds.isEmpty }
    }

    /// Whoever is told true, once, has the last word on the delivery.
    func beginSettling() -> Bool {
        state.withLock { state in
            defer { state.isSettling = true }
            return !state.isSettling
        }
    }

    /// Takes the last word from a task that has not ended and has not said it; false if there is none.
    func abandon() -> Bool {
        state.withLock { $0.holds.contains(.task) } && beginSettling()
    }

    /// Bounds the run, which began at `begin`; returns until when it shall end.
    func limit(to limit: Duration, from begin: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let end = begin + limit
        state.withLock { $0.limit = Limit(end: end, duration: limit) }
        return end
    }

    /// Stops a run whose time is over; returns the end of one whose time is not.
    func stopIfOverdue(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let limit = state.withLock({ $0.stop == nil ? $0.limit : nil }) else { return nil }
        guard limit.end <= now else { return limit.end }
        stop(.timedOut(limit.duration))
        return nil
    }

    /// Asks the run to end. The first reason stands.
    func stop(_ reason: StopReason) {
        let task = state.withLock { state -> Task<Void, Never>? in
            guard state.stop == nil else { return nil }
            state.stop = reason
            return state.task
        }
        task?.cancel()
    }
}
