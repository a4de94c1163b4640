// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// True once.
final class FirstCall: Sendable {
    private let isTaken = Atomic<Bool>(false)

    func take() -> Bool {
        isTaken.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
    }
}
