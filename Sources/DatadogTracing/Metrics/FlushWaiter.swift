// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Somebody who waits until either of two things has happened.
final class FlushWaiter: Sendable {
    private let continuation: Mutex<CheckedContinuation<Void, Never>?>

    init(_ continuation: CheckedContinuation<Void, Never>) {
        self.continuation = Mutex(continuation)
    }

    /// Lets the waiter go on; later calls do nothing.
    func resume() {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }?.resume()
    }
}
