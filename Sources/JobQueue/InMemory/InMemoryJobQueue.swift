// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Synchronization

/// A queue in this process's memory, for tests of handlers and workers.
///
/// It goes through the same transitions as a queue in Redis, fencing, leases and dead letters included, but keeps
/// nothing when the process ends. One conformance suite holds both to the same behaviour.
public final class InMemoryJobQueue: Sendable {
    /// The queue's name.
    public let queueName: String
    private let clock: @Sendable () -> Moment
    private let state: Mutex<State>

    private struct State {
        var queue: InMemoryQueueState
        var interrupts = 0
        var lastWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    /// Creates an empty queue.
    ///
    /// - Parameters:
    ///   - name: The queue's name.
    ///   - limits: Its bounds.
    ///   - clock: The queue's own time, by which leases end and jobs come due. A test may turn it forward.
    public init(
        name: String = "vote-extraction",
        limits: JobQueueLimits = .init(),
        clock: @escaping @Sendable () -> Moment = { .now }
    ) {
        queueName = name
        self.clock = clock
        state = Mutex(State(queue: InMemoryQueueState(limits: limits)))
    }

    /// Takes the oldest result off the results list; nil if none came in time.
    ///
    /// - Parameter timeout: How long to wait; zero: not at all.
    public func popResult(timeout: Duration = .zero) async -> [UInt8]? {
        let end = ContinuousClock.now + timeout
        while true {
            if let result = change({ queue, _ in queue.results.popLast() }) { return result }
            guard await wait(until: end, for: { !$0.queue.results.isEmpty }) else { return nil }
        }
    }

    /// How many results wait.
    public func resultCount() -> Int { state.withLock { $0.queue.results.count } }

    /// How many jobs wait in the line.
    public func waitingCount() -> Int { state.withLock { $0.queue.line.count } }

    /// How many deliveries are in workers' hands.
    public func inFlightCount() -> Int { state.withLock { $0.queue.flight.count } }

    /// Carries out a transition at the present time, and tells those who wait for a change.
    func change<Value>(_ transition: (inout InMemoryQueueState, Moment) -> Value) -> Value {
        let (value, waiters) = state.withLock { state in
            let value = transition(&state.queue, clock())
            defer { state.waiters = [:] }
            return (value, state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
        return value
    }

    // MARK: Waiting

    /// Moves one job to the worker's stage as soon as there is one; see ``JobQueueDriver``.
    public func waitForJobs(worker: String, timeout: Duration) async throws(JobQueueError) {
        let end = ContinuousClock.now + timeout
        let interrupts = state.withLock { $0.interrupts }
        while !change({ queue, _ in queue.stage(for: worker) }) {
            let isWorthTrying = await wait(until: end) { !$0.queue.line.isEmpty || $0.interrupts != interrupts }
            guard isWorthTrying, state.withLock({ $0.interrupts == interrupts }) else { break }
        }
        guard Task.isCancelled else { return }
        throw JobQueueError(.cancelled, "waiting for jobs of queue \(queueName) was cancelled")
    }

    /// Ends all waits for jobs.
    public func interruptWait() async {
        state.withLock { $0.interrupts += 1 }
        change { _, _ in }
    }

    /// False if the time ended, or the task was cancelled, before the condition was met.
    private func wait(until end: ContinuousClock.Instant, for condition: (State) -> Bool) async -> Bool {
        while !state.withLock({ condition($0) }) {
            guard .now < end, !Task.isCancelled else { return false }
            let id = state.withLock { state in
                state.lastWaiter += 1
                return state.lastWaiter
            }
            let timer = Task { [weak self] in
                guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
                self?.wake(id)
            }
            await park(id, before: end, unless: condition)
            timer.cancel()
        }
        return true
    }

    private func park(_ id: Int, before end: ContinuousClock.Instant, unless condition: (State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isParked = state.withLock { state in
                    // Whoever would wake it may have come first.
                    guard !condition(state), !Task.isCancelled, .now < end else { return false }
                    state.waiters[id] = continuation
                    return true
                }
                if !isParked { continuation.resume() }
            }
        } onCancel: {
            wake(id)
        }
    }

    private func wake(_ id: Int) {
        state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
}
