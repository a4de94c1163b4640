// SPDX-License-Identifier: Apache-2.0

/// What calls may cost, and where that is kept.
public struct Spending: Sendable {
    /// Where it is kept; shared by all processes that one budget is for.
    public let store: any SpendStore
    /// What all calls of a day by UTC may cost; nil for any amount, which is counted all the same.
    public let dayLimit: MicroDollars?

    /// Makes the spending of a router.
    public init(store: any SpendStore, dayLimit: MicroDollars? = nil) {
        self.store = store
        self.dayLimit = dayLimit
    }
}
