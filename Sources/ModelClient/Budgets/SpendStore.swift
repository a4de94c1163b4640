// SPDX-License-Identifier: Apache-2.0

/// Where it is kept what calls cost: in this process, or where several share it.
///
/// A day is one by UTC and by the store's own clock. All that is set aside for a call counts as spent until the call is
/// charged, or until its ticket's lifetime ends: then nobody told how it ended, and it is shown as unsettled instead.
public protocol SpendStore: Sendable {
    /// Sets the ticket's amount aside if it fits into the budgets of its day and its job; else nothing is.
    ///
    /// Fails when the store cannot be asked. The call must not be made then.
    func reserve(_ ticket: SpendTicket) async throws(ModelError) -> SpendDecision

    /// What a call has used; what was set aside for it is free again.
    ///
    /// Must be told once for each call that money was set aside for, also for a cancelled one, and may be for others.
    func charge(_ ticket: SpendTicket, _ charge: SpendCharge) async

    /// What the latest days have cost, today first; days without calls are left out. At most 40 days are kept.
    func days(_ count: Int) async throws(ModelError) -> [DaySpend]
}
