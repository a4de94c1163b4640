// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Synchronization

/// Keeps what calls cost for one process, as long as it runs.
public final class InMemorySpendStore: SpendStore {
    private let ledger = Mutex(SpendLedger())
    private let now: @Sendable () -> Duration

    /// Makes an empty store.
    ///
    /// - Parameter now: The time since 1970; this machine's when nil.
    public init(now: (@Sendable () -> Duration)? = nil) {
        self.now = now ?? { .seconds(Date.now.timeIntervalSince1970) }
    }

    /// Sets the ticket's amount aside if it fits.
    public func reserve(_ ticket: SpendTicket) async throws(ModelError) -> SpendDecision {
        let now = now()
        return ledger.withLock { $0.reserve(ticket, now: now) }
    }

    /// What a call has used.
    public func charge(_ ticket: SpendTicket, _ charge: SpendCharge) async {
        let now = now()
        ledger.withLock { $0.charge(ticket, charge, now: now) }
    }

    /// What the latest days have cost, today first.
    public func days(_ count: Int) async throws(ModelError) -> [DaySpend] {
        let now = now()
        return ledger.withLock { $0.latest(count, now: now) }
    }
}
