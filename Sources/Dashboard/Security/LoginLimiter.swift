// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps tokens from being guessed: a few wrong ones from one address, and some more from all, within a time.
final class LoginLimiter: Sendable {
    private struct State {
        var windowEnd = ContinuousClock.now
        var byPeer: [String: Int] = [:]
        var total = 0
    }

    private let state = Mutex(State())
    private let window: Duration
    private let perPeer: Int
    private let overall: Int

    init(window: Duration = .seconds(60), perPeer: Int = 5, overall: Int = 50) {
        self.window = window
        self.perPeer = perPeer
        self.overall = overall
    }

    /// How long a peer has to wait; nil if it may try, which counts until ``succeeded(_:)`` is told.
    func attempt(by peer: String) -> Duration? {
        let now = ContinuousClock.now
        return state.withLock { state in
            if now >= state.windowEnd { state = State(windowEnd: now + window) }
            guard state.byPeer[peer, default: 0] < perPeer, state.total < overall else { return state.windowEnd - now }
            state.byPeer[peer, default: 0] += 1
            state.total += 1
            return nil
        }
    }

    /// The attempt was right.
    func succeeded(_ peer: String) {
        state.withLock { state in
            guard let count = state.byPeer[peer], count > 0 else { return }
            state.byPeer[peer] = count - 1
            state.total -= 1
        }
    }
}
