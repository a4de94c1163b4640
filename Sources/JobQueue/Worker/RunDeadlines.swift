// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Ends runs that pass their time limit: one watch for all jobs of a worker.
final class RunDeadlines: Sendable {
    private struct State {
        var next: ContinuousClock.Instant
        var sleeper: Task<Void, Never>?
    }

    private static let longestSleep = Duration.seconds(3600)

    private let running: RunningJobs
    private let state = Mutex(State(next: .now))

    init(running: RunningJobs) { self.running = running }

    /// Says that a run must end by `deadline`, which the job itself knows already.
    func announce(_ deadline: ContinuousClock.Instant) {
        state.withLock { state in
            guard deadline < state.next else { return }
            state.next = deadline
            state.sleeper?.cancel()
        }
    }

    /// Watches until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            // From here on a deadline is either announced again or found below.
            state.withLock { $0.next = .now + Self.longestSleep }
            let earliest = running.stopOverdue(at: .now)
            let sleeper = state.withLock { state in
                if let earliest { state.next = min(state.next, earliest) }
                let sleeper = Task { [next = state.next] () -> Void in
                    try? await Task.sleep(until: next, clock: .continuous)
                }
                state.sleeper = sleeper
                return sleeper
            }
            await withTaskCancellationHandler {
                await sleeper.value
            } onCancel: {
                sleeper.cancel()
            }
        }
    }
}
