// SPDX-License-Identifier: Apache-2.0

import Crypto
import Synchronization

/// The latest pages read, so that a question asked again about the same pages is not read again: the reader would only
/// find the same. Of the pages' bytes only a digest is kept: they may be large.
final class PageCache: Sendable {
    private struct State {
        var pages: [SHA256Digest: PageText] = [:]
        /// Oldest first.
        var order: [SHA256Digest] = []
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// Creates a cache of at most `capacity` pages.
    init(capacity: Int) { self.capacity = capacity }

    /// The page with exactly these bytes, if it was read lately.
    func page(for bytes: [UInt8]) -> PageText? {
        let digest = SHA256.hash(data: bytes)
        return state.withLock { $0.pages[digest] }
    }

    func insert(_ page: PageText, for bytes: [UInt8]) {
        let digest = SHA256.hash(data: bytes)
        state.withLock { state in
            guard state.pages.updateValue(page, forKey: digest) == nil else { return }
            state.order.append(digest)
            if state.order.count > capacity { state.pages[state.order.removeFirst()] = nil }
        }
    }
}
