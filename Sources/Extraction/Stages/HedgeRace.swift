// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Which of two calls for the same answer decides, where a second was made beside a late one.
final class HedgeRace: Sendable {
    enum Call: String, Sendable {
        case first
        case hedge
    }

    private struct State {
        var isHedged = false
        var decisive: Call?
        var isAnswered = false
    }

    private let state = Mutex(State())

    /// Whether there are two calls.
    var isHedged: Bool { state.withLock { $0.isHedged } }

    /// Says that the second call is about to be made; false when there is no use in it any more.
    func beginHedge() -> Bool {
        state.withLock { state in
            guard state.decisive == nil else { return false }
            state.isHedged = true
            return true
        }
    }

    /// Says that this call has its answer; false when the other one has decided before.
    func answer(by call: Call) -> Bool {
        state.withLock { state in
            state.isAnswered = state.isAnswered || state.decisive == nil
            state.decisive = state.decisive ?? call
            return state.decisive == call
        }
    }

    /// Whether this call's answer was the one that is taken.
    func isWon(by call: Call) -> Bool {
        state.withLock { $0.isAnswered && $0.decisive == call }
    }

    /// Says that the first call has failed; true when the second one may still answer in its place.
    func firstFailed(isFinal: Bool) -> Bool {
        state.withLock { state in
            if isFinal || !state.isHedged { state.decisive = state.decisive ?? .first }
            // An answer that came just before is on its way to whoever waits for both.
            return state.decisive != .first
        }
    }

    /// Whether the other call has decided.
    func isLost(by call: Call) -> Bool {
        state.withLock { $0.decisive != nil && $0.decisive != call }
    }
}
