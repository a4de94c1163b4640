// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// The bytes that pictures being decoded may take together. Blocks the thread that has to wait: those that decode have
/// threads of their own, and hold nothing while they wait.
final class DecodingBudget: Sendable {
    private struct State {
        var free: Int
        var largest = 0
        var waiting: [(bytes: Int, turn: DispatchSemaphore)] = []
    }

    private let bytes: Int
    private let state: Mutex<State>

    init(bytes: Int) {
        self.bytes = max(bytes, 1)
        state = Mutex(State(free: max(bytes, 1)))
    }

    /// The most that was taken at any time.
    var largestUse: Int { state.withLock { $0.largest } }

    /// Runs the work when so many bytes are free; a picture larger than the whole budget is decoded alone.
    func with<Value, Failure: Error>(
        _ wanted: Int,
        _ work: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let wanted = min(max(wanted, 0), bytes)
        let turn = DispatchSemaphore(value: 0)
        let mustWait = state.withLock { state in
            guard state.waiting.isEmpty, wanted <= state.free else {
                state.waiting.append((wanted, turn))
                return true
            }
            state.free -= wanted
            state.largest = max(state.largest, bytes - state.free)
            return false
        }
        if mustWait { turn.wait() }
        defer { release(wanted) }
        return try work()
    }

    private func release(_ wanted: Int) {
        let turns = state.withLock { state in
            state.free += wanted
            var turns: [DispatchSemaphore] = []
            while let next = state.waiting.first, next.bytes <= state.free {
                state.free -= next.bytes
                turns.append(next.turn)
                state.waiting.removeFirst()
            }
            state.largest = max(state.largest, bytes - state.free)
            return turns
        }
        for turn in turns { turn.signal() }
    }
}
