// SPDX-License-Identifier: Apache-2.0

/// A delivery whose lease ended, now owned by the reaper under a new number.
public struct Orphan: Sendable {
    /// The new delivery.
    public var delivery: Delivery
    /// The number under which it was lost.
    public var lostDelivery: Int64
    /// The worker that lost it.
    public var lostBy: String
    /// The job's id if it had been started; nil means that it never ran, so no crash is counted.
    public var startedJobID: String?
    /// How many workers in a row have lost it before it was started, this time included; 0 if it had been started.
    public var lossesBeforeStart: Int
    /// What that worker told of itself at its last heartbeat, the `status` given to
    /// ``JobQueueDriver/beat(worker:status:deliveries:lease:)``; empty if nothing is known.
    public var lastWords: [UInt8]

    /// Creates an orphan.
    public init(
        delivery: Delivery,
        lostDelivery: Int64,
        lostBy: String,
        startedJobID: String?,
        lossesBeforeStart: Int = 0,
        lastWords: [UInt8] = []
    ) {
        self.delivery = delivery
        self.lostDelivery = lostDelivery
        self.lostBy = lostBy
        self.startedJobID = startedJobID
        self.lossesBeforeStart = lossesBeforeStart
        self.lastWords = lastWords
    }
}
