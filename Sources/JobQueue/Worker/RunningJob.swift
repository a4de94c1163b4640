// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One job in a worker's hands: where it is, and the means to stop it.
final class RunningJob: Sendable {
    private struct State {
        var jobID: String?
        var stage = "claimed"
        var isCostly = false
        var stop: StopReason?
        var waiter: CheckedContinuation<StopReason?, Never>?
    }

    let delivery: Int64
    let since: ContinuousClock.Instant
    private let state = Mutex(State())

    init(delivery: Int64, since: ContinuousClock.Instant = .now) {
        self.delivery = delivery
        self.since = since
    }

    var jobID: String? { state.withLock { $0.jobID } }
    var stage: String { state.withLock { $0.stage } }
    var isCostly: Bool { state.withLock { $0.isCostly } }
    var stopReason: StopReason? { state.withLock { $0.stop } }

    func identify(as jobID: String) { state.withLock { $0.jobID = jobID } }

    func enter(stage: String, isCostly: Bool) {
        state.withLock {
            $0.stage = stage
            $0.isCostly = $0.isCostly || isCostly
        }
    }

    /// Asks the run to end. The first reason stands.
    func stop(_ reason: StopReason) {
        let waiter = state.withLock { state -> CheckedContinuation<StopReason?, Never>? in
            guard state.stop == nil else { return nil }
            state.stop = reason
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: reason)
    }

    /// Waits until the run shall end; nil if the waiting task was cancelled first. One waiter at a time.
    func stopped() async -> StopReason? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let reason = state.withLock { state -> StopReason?? in
                    if let stop = state.stop { return .some(stop) }
                    if Task.isCancelled { return .some(nil) }
                    state.waiter = continuation
                    return nil
                }
                if let reason { continuation.resume(returning: reason) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: nil)
        }
    }
}
