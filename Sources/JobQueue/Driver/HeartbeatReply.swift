// SPDX-License-Identifier: Apache-2.0

/// What a worker learns from its heartbeat.
public struct HeartbeatReply: Sendable, Hashable {
    /// Deliveries that it does not own any more.
    public var lost: [Int64]
    /// Deliveries whose job an operator cancelled.
    public var cancelled: [Int64]

    /// Creates a reply.
    public init(lost: [Int64], cancelled: [Int64]) {
        self.lost = lost
        self.cancelled = cancelled
    }
}
