// SPDX-License-Identifier: Apache-2.0

/// How many dead letters there are and how many had to go.
public struct DeadLetterTotals: Sendable, Hashable {
    /// The queue's own clock.
    public var now: Moment
    /// Letters.
    public var count: Int
    /// Bytes of their records and jobs.
    public var bytes: Int
    /// Letters dropped so far because there were too many.
    public var droppedByCount: Int
    /// Letters dropped so far because they were too old.
    public var droppedByAge: Int
    /// Letters dropped so far because they were too large together.
    public var droppedByBytes: Int

    /// Creates totals.
    public init(
        now: Moment,
        count: Int,
        bytes: Int,
        droppedByCount: Int = 0,
        droppedByAge: Int = 0,
        droppedByBytes: Int = 0
    ) {
        self.now = now
        self.count = count
        self.bytes = bytes
        self.droppedByCount = droppedByCount
        self.droppedByAge = droppedByAge
        self.droppedByBytes = droppedByBytes
    }
}
