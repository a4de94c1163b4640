// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// Items that wait to be sent, within bounds.
struct IntakeQueue<Item: IntakeItem>: Sendable {
    private var items = Deque<Item>()
    private(set) var bytes = 0

    var isEmpty: Bool { items.isEmpty }
    var count: Int { items.count }

    /// Whether there was room.
    mutating func append(_ item: Item, limits: LLMObsLimits) -> Bool {
        let size = item.estimatedSize
        guard items.count < limits.maximumQueuedEvents, bytes + size <= limits.maximumQueuedBytes else { return false }
        items.append(item)
        bytes += size
        return true
    }

    mutating func takeFirst() -> Item? {
        guard let item = items.popFirst() else { return nil }
        bytes -= item.estimatedSize
        return item
    }

    /// Puts items back that were taken; they may go beyond the bounds by what came in between.
    mutating func putBack(_ items: [Item]) {
        self.items.prepend(contentsOf: items)
        bytes += items.reduce(0) { $0 + $1.estimatedSize }
    }

    /// Takes all, and says how many there were.
    mutating func removeAll() -> Int {
        defer { self = Self() }
        return items.count
    }
}
