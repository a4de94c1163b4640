// SPDX-License-Identifier: Apache-2.0

/// How long requests may be: what the limits allow, or less once somebody on the way found that too much.
struct RequestSize: Sendable {
    private(set) var maximumBytes: Int
    private let limit: Int
    private var acceptedInARow = 0

    /// So many accepted requests later a longer one is tried: where it is refused again, that costs one request in so many.
    private static let patience = 32

    init(limit: Int) {
        self.limit = limit
        maximumBytes = limit
    }

    /// From here on requests are half as long as the one that was too long.
    mutating func refused(bytes: Int) {
        maximumBytes = max(min(maximumBytes, bytes) / 2, 1)
        acceptedInARow = 0
    }

    /// Who took less may take more again.
    mutating func accepted() {
        guard maximumBytes < limit else { return }
        acceptedInARow += 1
        guard acceptedInARow == Self.patience else { return }
        maximumBytes = min(2 * maximumBytes, limit)
        acceptedInARow = 0
    }
}
