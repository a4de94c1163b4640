// SPDX-License-Identifier: Apache-2.0

/// Lets a number of tasks run at once, the others in the order in which they came.
actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(atOnce: Int) {
        free = atOnce
    }

    /// Runs `body` when it is its turn.
    func take(_ body: @concurrent @Sendable () async throws -> Void) async rethrows {
        await begin()
        defer { end() }
        try await body()
    }

    private func begin() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().resume()
    }
}
