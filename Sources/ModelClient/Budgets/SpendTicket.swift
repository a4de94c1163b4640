// SPDX-License-Identifier: Apache-2.0

/// One call, and the money that is set aside for it.
public struct SpendTicket: Sendable, Hashable {
    /// Different for every call.
    public var id: String
    /// The most that the call may cost.
    public var amount: MicroDollars
    /// What all calls of a day may cost; nil for any amount.
    public var dayLimit: MicroDollars?
    /// The budget of the job that the call is for; nil where it has none.
    public var job: JobBudget?
    /// After so long the end of the call is not waited for any more: its money is free again.
    public var lifetime: Duration
    /// The day whose money was set aside; nil while none was.
    public var day: SpendDay?

    /// Makes a ticket for a call that nothing is set aside for yet.
    public init(amount: MicroDollars, dayLimit: MicroDollars?, job: JobBudget?, lifetime: Duration) {
        id = String(UInt64.random(in: 0 ... .max), radix: 36) + String(UInt64.random(in: 0 ... .max), radix: 36)
        self.amount = amount
        self.dayLimit = dayLimit
        self.job = job
        self.lifetime = lifetime
    }
}
