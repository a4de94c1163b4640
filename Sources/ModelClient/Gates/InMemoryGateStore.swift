// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Gates for one process.
///
/// Keeps at most 1,000 gates: names of models come from jobs. Calls for further ones are let through.
public final class InMemoryGateStore: GateControl {
    private let states = Mutex<[String: ModelGate]>([:])
    private let now: @Sendable () -> Duration

    private static let maximumGates = 1_000
    private static let longestClosing = Duration.seconds(7 * 24 * 3600)

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
        return states.withLock { gates in
            guard gates[ticket.key] != nil || gates.count < Self.maximumGates else { return .go }
            return gates[ticket.key, default: ModelGate()].admit(tokens: ticket.tokens, limits: ticket.limits, now: now)
        }
    }

    /// The gates that were ever asked, in the order of their names.
    public func gates() async -> [GateStatus] {
        let now = now()
        return states.withLock { gates in
            gates.sorted { $0.key < $1.key }.map { $0.value.status($0.key, now: now) }
        }
    }

    /// Lets no call through for so long.
    public func close(_ key: String, for duration: Duration) async {
        let end = now() + min(duration, Self.longestClosing)
        states.withLock { gates in
            guard gates[key] != nil || gates.count < Self.maximumGates else { return }
            gates[key, default: ModelGate()].close(until: end)
        }
    }

    /// Ends whatever keeps calls back.
    public func open(_ key: String) async {
        states.withLock { $0[key]?.open() }
    }

    /// Forgets all that was learnt about the model.
    public func reset(_ key: String) async {
        states.withLock { $0[key] = nil }
    }

    /// How an admitted call has ended.
    public func settle(_ ticket: GateTicket, _ outcome: GateOutcome) async {
        let now = now()
        states.withLock { $0[ticket.key]?.settle(tokens: ticket.tokens, outcome, now: now) }
    }
}
