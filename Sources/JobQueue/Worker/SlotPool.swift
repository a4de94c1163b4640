// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Slots that the workers of several queues share, so that one process takes from all of them within one bound.
///
/// Whoever has work waits for a slot; a slot that becomes free goes to one of those who wait, in the pool's order. A queue
/// that is empty does not wait, so its share falls to the others.
public final class SlotPool: Sendable {
    /// Who gets a free slot.
    public enum Order: Sendable, Hashable {
        /// The worker with the greatest weight. The others get none while it has work for all.
        case strict
        /// By chance, in proportion to the weights.
        case weighted
    }

    private struct Waiter {
        let id: Int
        let weight: Int
        let wanted: Int
        var granted = 0
        let continuation: CheckedContinuation<Int, Never>
    }

    private struct State {
        var free: Int
        var lastID = 0
        var waiters: [Waiter] = []
        /// Whose task was cancelled before it could wait.
        var cancelled: Set<Int> = []
    }

    private let order: Order
    private let state: Mutex<State>

    /// Creates a pool.
    ///
    /// - Parameters:
    ///   - slots: How many jobs may run at the same time, of all queues together.
    ///   - order: Who gets a free slot.
    public init(slots: Int, order: Order) {
        self.order = order
        state = Mutex(State(free: slots))
    }

    /// How many wait for a slot.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Waits for slots; returns how many were granted, 1 to `wanted`, or 0 if the task was cancelled.
    func acquire(upTo wanted: Int, weight: Int) async -> Int {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change { state in
                    guard state.cancelled.remove(id) == nil else {
                        return [Waiter(id: id, weight: weight, wanted: wanted, continuation: continuation)]
                    }
                    state.waiters.append(
                        Waiter(id: id, weight: weight, wanted: wanted, continuation: continuation)
                    )
                    return []
                }
            }
        } onCancel: {
            change { state in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return []
                }
                return [state.waiters.remove(at: index)]
            }
        }
    }

    /// Slots that are free now, up to `wanted`; 0 if there are none.
    func acquireAtOnce(upTo wanted: Int) -> Int {
        state.withLock { state in
            let granted = min(wanted, state.free)
            state.free -= granted
            return granted
        }
    }

    /// Gives slots back.
    func release(_ count: Int) {
        guard count > 0 else { return }
        change { state in
            state.free += count
            return []
        }
    }

    /// Changes the state, hands out what is free and wakes those who got something, or who were told to go.
    private func change(_ body: (inout State) -> [Waiter]) {
        let woken = state.withLock { state in
            let leaving = body(&state)
            while state.free > 0, let index = choose(state.waiters) {
                state.waiters[index].granted += 1
                state.free -= 1
            }
            let served = state.waiters.filter { $0.granted > 0 }
            state.waiters.removeAll { $0.granted > 0 }
            return leaving + served
        }
        for waiter in woken { waiter.continuation.resume(returning: waiter.granted) }
    }

    private func choose(_ waiters: [Waiter]) -> Int? {
        let open = waiters.indices.filter { waiters[$0].granted < waiters[$0].wanted }
        switch order {
        case .strict:
            return open.max { waiters[$0].weight < waiters[$1].weight }
        case .weighted:
            let total = open.reduce(0) { $0 + waiters[$1].weight }
            guard total > 0 else { return open.first }
            var ticket = Int.random(in: 0..<total)
            return open.first { index in
                ticket -= waiters[index].weight
                return ticket < 0
            }
        }
    }
}
