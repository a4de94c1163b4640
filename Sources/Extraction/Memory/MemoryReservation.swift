// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What one job holds of a ``MemoryBudget``; given back when the last reference goes.
final class MemoryReservation: Sendable {
    private let budget: MemoryBudget
    private let held: Mutex<Int>

    init(of budget: MemoryBudget, bytes: Int) {
        self.budget = budget
        held = Mutex(bytes)
    }

    deinit { resize(to: 0) }

    /// Holds so many bytes from now on. More than before is taken at once: it is there already.
    func resize(to bytes: Int) {
        let change = held.withLock { held in
            defer { held = bytes }
            return bytes - held
        }
        if change != 0 { budget.adjust(by: change) }
    }
}
