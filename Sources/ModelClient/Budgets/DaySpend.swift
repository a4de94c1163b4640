// SPDX-License-Identifier: Apache-2.0

/// What one day has cost, for people to look at.
public struct DaySpend: Sendable, Hashable {
    /// What calls of one model have cost.
    public struct Model: Sendable, Hashable {
        /// `provider/model`; `other` for those beyond the first 500 of a day.
        public let name: String
        /// Calls that used tokens.
        public let calls: Int
        /// What they cost.
        public let cost: MicroDollars

        /// Makes an entry.
        public init(name: String, calls: Int, cost: MicroDollars) {
            self.name = name
            self.calls = calls
            self.cost = cost
        }
    }

    /// The day, by UTC.
    public let day: SpendDay
    /// What calls have cost that were charged.
    public var spent = MicroDollars(millionths: 0)
    /// What is set aside for calls under way.
    public var reserved = MicroDollars(millionths: 0)
    /// What calls may have cost at most whose end nobody told, such as those of a killed worker. No budget counts it.
    public var unsettled = MicroDollars(millionths: 0)
    /// Calls that used tokens.
    public var calls = 0
    /// How many of them had no price and count as free.
    public var unpricedCalls = 0
    /// The same by model, the costliest first.
    public var models: [Model] = []

    /// A day without calls.
    public init(day: SpendDay) { self.day = day }
}
