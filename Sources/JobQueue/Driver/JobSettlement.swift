// SPDX-License-Identifier: Apache-2.0

/// The last word on one delivery.
public struct JobSettlement: Sendable {
    /// The delivery number.
    public var delivery: Int64
    /// What becomes of it.
    public var settlement: Settlement

    /// Creates a settlement of a delivery.
    public init(delivery: Int64, as settlement: Settlement) {
        self.delivery = delivery
        self.settlement = settlement
    }
}
