// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many pages may be kept up to date at the same time.
final class StreamPlaces: Sendable {
    /// One of the places, free again when the last reference goes.
    final class Place: Sendable {
        private let places: StreamPlaces

        fileprivate init(_ places: StreamPlaces) { self.places = places }

        deinit { places.taken.withLock { $0 -= 1 } }
    }

    private let taken = Mutex(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// A place; nil if there is none left.
    func take() -> Place? {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        return isFree ? Place(self) : nil
    }
}
