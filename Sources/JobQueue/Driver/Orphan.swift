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

    /// Creates an orphan.
    public init(delivery: Delivery, lostDelivery: Int64, lostBy: String, startedJobID: String?) {
        self.delivery = delivery
        self.lostDelivery = lostDelivery
        self.lostBy = lostBy
        self.startedJobID = startedJobID
    }
}
