// SPDX-License-Identifier: Apache-2.0

/// One worker's part in a pool of slots.
public struct SlotShare: Sendable {
    let pool: SlotPool
    let weight: Int

    /// Creates a share.
    ///
    /// - Parameters:
    ///   - pool: The pool, which the workers of other queues share.
    ///   - weight: At least 1; what it means is up to the pool's order.
    public init(of pool: SlotPool, weight: Int) {
        self.pool = pool
        self.weight = max(weight, 1)
    }

    func acquire(upTo wanted: Int) async -> Int { await pool.acquire(upTo: wanted, weight: weight) }

    func acquireAtOnce(upTo wanted: Int) -> Int { pool.acquireAtOnce(upTo: wanted) }

    func release(_ count: Int) { pool.release(count) }
}
