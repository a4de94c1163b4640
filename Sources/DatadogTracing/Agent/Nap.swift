// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A wait that any thread can cut short. One task waits at a time.
package final class Nap: Sendable {
    private struct State {
        var sleep: Task<Void, Never>?
        var isWoken = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Waits so long, or until woken or cancelled; a waking since the last wait ends it at once.
    package func wait(for duration: Duration) async {
        let sleep = Task { _ = try? await Task.sleep(for: duration) }
        state.withLock { state in
            if state.isWoken { sleep.cancel() } else { state.sleep = sleep }
        }
        await withTaskCancellationHandler {
            await sleep.value
        } onCancel: {
            sleep.cancel()
        }
        state.withLock { $0 = State() }
    }

    /// Ends the wait, or the next one if nobody waits. Does not block.
    package func wake() {
        let sleep = state.withLock { state in
            state.isWoken = true
            defer { state.sleep = nil }
            return state.sleep
        }
        sleep?.cancel()
    }
}
