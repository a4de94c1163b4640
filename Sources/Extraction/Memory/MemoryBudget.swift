// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Synchronization

/// The bytes that the documents and pages of all running jobs may take; jobs wait their turn, first come first served.
///
/// A job reserves once, before it fetches, what it may need at most, and gives back as it learns what it does need: no
/// job waits for memory while it holds some, so none can wait for another in a circle.
public final class MemoryBudget: Sendable {
    fileprivate struct State {
        var free: Int
        var largest = 0
        var lastTicket = 0
        var waiting: [Waiter] = []
    }

    fileprivate struct Waiter {
        let ticket: Int
        let bytes: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    /// The budget.
    public let bytes: Int
    private let state: Mutex<State>

    /// Makes a budget of so many bytes, at least one.
    public init(bytes: Int) {
        self.bytes = max(bytes, 1)
        state = Mutex(State(free: max(bytes, 1)))
    }

    /// The most that was reserved at any time.
    public var largestUse: Int { state.withLock { $0.largest } }

    /// What is reserved now; above ``bytes`` when a job's pages came out larger than its documents.
    public var used: Int { state.withLock { bytes - $0.free } }

    /// Jobs that wait for memory.
    public var waiters: Int { state.withLock { $0.waiting.count } }

    /// Waits for so many bytes; for all of them, when that is less. Fails when the task is cancelled.
    func reserve(_ wanted: Int) async throws(ExtractionError) -> MemoryReservation {
        let wanted = min(max(wanted, 0), bytes)
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        let isGranted = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(Waiter(ticket: ticket, bytes: wanted, continuation: $0)) }
        } onCancel: {
            cancel(ticket)
        }
        guard isGranted else {
            throw ExtractionError(.workerShutdown, "the run was cancelled while it waited for memory", stage: .fetch)
        }
        return MemoryReservation(of: self, bytes: wanted)
    }

    /// Takes more without waiting, or gives some back.
    func adjust(by bytes: Int) {
        let granted = state.withLock { state in
            state.free -= bytes
            return state.grant(of: self.bytes)
        }
        for waiter in granted { waiter.continuation.resume(returning: true) }
    }

    private func wait(_ waiter: Waiter) {
        let answer: Bool? = state.withLock { state in
            // A cancellation before this is seen here, and one after it finds the task waiting.
            if Task.isCancelled { return false }
            guard state.waiting.isEmpty, waiter.bytes <= state.free else {
                state.waiting.append(waiter)
                return nil
            }
            state.take(waiter.bytes, of: bytes)
            return true
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func cancel(_ ticket: Int) {
        let (waiter, granted) = state.withLock { state -> (Waiter?, [Waiter]) in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return (nil, []) }
            let waiter = state.waiting.remove(at: index)
            // Those behind it may need less.
            return (waiter, state.grant(of: bytes))
        }
        waiter?.continuation.resume(returning: false)
        for waiter in granted { waiter.continuation.resume(returning: true) }
    }
}

extension MemoryBudget.State {
    fileprivate mutating func take(_ bytes: Int, of budget: Int) {
        free -= bytes
        largest = max(largest, budget - free)
    }

    /// Those in the line who have their turn now.
    fileprivate mutating func grant(of budget: Int) -> [MemoryBudget.Waiter] {
        largest = max(largest, budget - free)
        var granted: [MemoryBudget.Waiter] = []
        while let next = waiting.first, next.bytes <= free {
            take(next.bytes, of: budget)
            granted.append(waiting.removeFirst())
        }
        return granted
    }
}
