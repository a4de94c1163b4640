// SPDX-License-Identifier: Apache-2.0

extension Task<Void, Never> {
    /// Waits for the end of the task, no longer than this, and not once the waiting task is cancelled.
    package func wait(atMost limit: Duration) async {
        let (events, continuation) = AsyncStream.makeStream(of: Never.self)
        Task {
            await value
            continuation.finish()
        }
        let timer = Task {
            try? await Task<Never, Never>.sleep(for: limit)
            continuation.finish()
        }
        for await _ in events {}
        timer.cancel()
    }
}
