// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Who is logged in. Sessions end by themselves, and of too many the oldest goes.
final class Sessions: Sendable {
    private let ends = Mutex<[String: ContinuousClock.Instant]>([:])
    private let lifetime: Duration
    private let limit: Int

    init(lifetime: Duration = .seconds(12 * 3600), limit: Int = 256) {
        self.lifetime = lifetime
        self.limit = limit
    }

    /// Begins a session; returns its id.
    func begin() -> String {
        let id = Secret.random()
        let now = ContinuousClock.now
        ends.withLock { ends in
            ends = ends.filter { $0.value > now }
            if ends.count >= limit, let oldest = ends.min(by: { $0.value < $1.value })?.key { ends[oldest] = nil }
            ends[id] = now + lifetime
        }
        return id
    }

    /// Whether a session goes on. Ids are 256 random bits, which nobody finds by timing a dictionary.
    func isOpen(_ id: String) -> Bool {
        ends.withLock { $0[id].map { $0 > .now } ?? false }
    }

    /// Ends a session.
    func end(_ id: String) { ends.withLock { $0[id] = nil } }
}
