// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A counting semaphore for tasks, first come first served.
final class Slots: Sendable {
    private struct State {
        var free: Int
        var lastTicket = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(free: max(count, 1))) }

    /// Waits for a slot, to be given back by ``release()``; false, and no slot, if the task is cancelled.
    func acquire() async -> Bool {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, ticket: ticket) }
        } onCancel: {
            cancel(ticket)
        }
    }

    /// Gives a slot to the task that waits longest.
    func release() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }

    private func wait(_ continuation: CheckedContinuation<Bool, Never>, ticket: Int) {
        let answer: Bool? = state.withLock { state in
            // A cancellation before this is seen here, and one after it finds the task waiting.
            if Task.isCancelled { return false }
            guard state.free == 0 else {
                state.free -= 1
                return true
            }
            state.waiting.append((ticket, continuation))
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func cancel(_ ticket: Int) {
        let waiter: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return state.waiting.remove(at: index).continuation
        }
        waiter?.resume(returning: false)
    }
}
