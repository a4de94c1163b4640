// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Gates for one process.
///
/// Keeps at most 1,000 gates: names of models come from jobs. Calls for further ones are let through.
public final class InMemoryGateStore: GateStore {
    private let gates = Mutex<[String: ModelGate]>([:])
    private let now: @Sendable () -> Duration

    private static let maximumGates = 1_000

    /// Makes a store without gates.
    ///
    /// - Parameter now: The time since any moment that stays the same; the system's continuous clock when nil.
    public init(now: (@Sendable () -> Duration)? = nil) {
        let start = ContinuousClock.now
        self.now = now ?? { ContinuousClock.now - start }
    }

    /// Whether the call may be made now.
    public func admit(_ ticket: GateTicket) async -> GateDecision {
        let now = now()
        return gates.withLock { gates in
            guard gates[ticket.key] != nil || gates.count < Self.maximumGates else { return .go }
            return gates[ticket.key, default: ModelGate()].admit(tokens: ticket.tokens, limits: ticket.limits, now: now)
        }
    }

    /// How an admitted call has ended.
    public func settle(_ ticket: GateTicket, _ outcome: GateOutcome) async {
        let now = now()
        gates.withLock { $0[ticket.key]?.settle(tokens: ticket.tokens, outcome, now: now) }
    }
}
