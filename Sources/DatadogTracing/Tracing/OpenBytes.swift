// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts the bytes that the open traces of a tracer hold: ended spans that wait for others, and tags of open spans that
/// have more than a few.
final class OpenBytes: Sendable {
    private let held = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// How many are held now.
    var current: Int { held.load(ordering: .relaxed) }

    /// Counts more, or fewer; false if they are too many.
    @discardableResult
    func add(_ bytes: Int) -> Bool {
        held.wrappingAdd(bytes, ordering: .relaxed).newValue <= limit
    }

    /// Lends bytes unless they would be too many; they are given back when the loan is let go.
    func lend(_ bytes: Int) -> Loan? {
        let loan = Loan(of: self, bytes)
        return add(bytes) ? loan : nil
    }

    /// Bytes that one span holds.
    final class Loan: Sendable {
        private let lender: OpenBytes
        private let bytes: Int

        fileprivate init(of lender: OpenBytes, _ bytes: Int) {
            self.lender = lender
            self.bytes = bytes
        }

        deinit { lender.add(-bytes) }
    }
}
