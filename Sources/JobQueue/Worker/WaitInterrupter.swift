// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Ends a worker's wait for jobs early: requests that come while one is under way share the next one.
final class WaitInterrupter: Sendable {
    private enum State {
        case idle
        case interrupting
        case wantedAgain
    }

    private let driver: any JobQueueDriver
    private let state = Mutex(State.idle)

    init(driver: any JobQueueDriver) { self.driver = driver }

    /// Ends the wait under way, or one that begins just now.
    func interrupt() {
        let isFirst = state.withLock { state in
            defer { state = state == .idle ? .interrupting : .wantedAgain }
            return state == .idle
        }
        guard isFirst else { return }
        Task.detached {
            repeat { await self.driver.interruptWait() } while self.isWantedAgain()
        }
    }

    private func isWantedAgain() -> Bool {
        state.withLock { state in
            defer { state = state == .wantedAgain ? .interrupting : .idle }
            return state == .wantedAgain
        }
    }
}
