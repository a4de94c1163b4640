// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Work that waits for a thread: it begins, or it is cancelled, but not both.
final class PendingWork: Sendable {
    private let isCancelled = Atomic(false)

    /// Whether the work may begin.
    func begin() -> Bool { !isCancelled.load(ordering: .relaxed) }

    func cancel() { isCancelled.store(true, ordering: .relaxed) }
}
