// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The latest pages read, so that a question asked again about the same pages is not read again: the reader would only
/// find the same.
final class PageCache: Sendable {
    private struct State {
        var pages: [[UInt8]: PageText] = [:]
        /// Oldest first.
        var order: [[UInt8]] = []
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// Creates a cache of at most `capacity` pages.
    init(capacity: Int) { self.capacity = capacity }

    /// The page with exactly these bytes, if it was read lately.
    func page(for bytes: [UInt8]) -> PageText? { state.withLock { $0.pages[bytes] } }

    func insert(_ page: PageText, for bytes: [UInt8]) {
        state.withLock { state in
            guard state.pages.updateValue(page, forKey: bytes) == nil else { return }
            state.order.append(bytes)
            if state.order.count > capacity { state.pages[state.order.removeFirst()] = nil }
        }
    }
}
