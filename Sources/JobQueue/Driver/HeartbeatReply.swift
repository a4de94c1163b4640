// SPDX-License-Identifier: Apache-2.0

/// What a worker learns from its heartbeat.
public struct HeartbeatReply: Sendable, Hashable {
    /// Deliveries that it does not own any more.
    public var lost: [Int64]
    /// Deliveries whose job an operator cancelled.
    public var cancelled: [Int64]
    /// Whether an operator wants it to take no more jobs, see ``JobQueueControl/setQuiet(_:worker:)``.
    public var isQuieted: Bool

    /// Creates a reply.
    public init(lost: [Int64], cancelled: [Int64], isQuieted: Bool = false) {
        self.lost = lost
        self.cancelled = cancelled
        self.isQuieted = isQuieted
    }
}
