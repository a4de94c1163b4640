// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// Settlements that wait to be written: those that come while a call is under way share the next one.
struct SettlementLine {
    /// A settlement on its way. A class, since it passes through many hands.
    final class Item: Sendable {
        let job: JobSettlement
        let waiter: Waiter
        /// Until when it is repeated while the store cannot be reached: then the job is somebody else's.
        let end: ContinuousClock.Instant
        let attempt: Int
        let byteCount: Int

        init(
            job: consuming JobSettlement,
            waiter: consuming Waiter,
            end: ContinuousClock.Instant,
            attempt: Int = 1
        ) {
            byteCount = job.settlement.byteCount
            self.job = job
            self.waiter = waiter
            self.end = end
            self.attempt = attempt
        }
    }

    /// Who is told that nothing is left to do for a delivery.
    enum Waiter: Sendable {
        /// The job whose slot is free then.
        case slot(RunningJob)
        case caller(AsyncStream<Void>.Continuation)
    }

    /// A large settlement goes alone, so that its size harms nobody else's.
    private static let maximumBytes = 1 << 20

    private static let mostSenders = 2

    private var waiting: Deque<Item> = []
    private var senders = 0

    /// How many wait.
    var count: Int { waiting.count }
    /// Whether any are being sent.
    var isBeingSent: Bool { senders > 0 }

    /// Takes an item in; true if the caller must send what waits.
    ///
    /// While a call is under way, a second one goes out as soon as it is full.
    mutating func append(_ item: Item, full limit: Int) -> Bool {
        waiting.append(item)
        guard senders == 0 || senders < Self.mostSenders && waiting.count >= limit else { return false }
        senders += 1
        return true
    }

    /// What goes out together, in order and no more than `limit`; nil if others send what waits, or nothing does, and
    /// whoever comes next must send.
    mutating func next(upTo limit: Int) -> [Item]? {
        guard senders == 1 || waiting.count >= limit else {
            senders -= 1
            return nil
        }
        var batch: [Item] = []
        batch.reserveCapacity(min(waiting.count, limit))
        var bytes = 0
        while batch.count < limit, let item = waiting.popFirst() {
            bytes += item.byteCount
            guard batch.isEmpty || bytes <= Self.maximumBytes else {
                waiting.prepend(item)
                break
            }
            batch.append(item)
        }
        if batch.isEmpty { senders -= 1 }
        return batch.isEmpty ? nil : batch
    }
}
