// SPDX-License-Identifier: Apache-2.0

/// The gate of one model: its breaker first, then its limits.
///
/// A pure state machine: times are told to it, counted from any moment that stays the same.
public struct ModelGate: Sendable {
    private var breaker = CircuitBreaker()
    private var rate = RateGate()

    /// A gate that is open.
    public init() {}

    /// Whether a call may be made now.
    public mutating func admit(tokens: Int, limits: GateLimits, now: Duration) -> GateDecision {
        if case .refuse(let errorClass, let wait) = breaker.state(now: now) {
            return .refuse(errorClass, for: wait)
        }
        let wait = rate.admit(tokens: tokens, limits: limits, now: now)
        guard wait == .zero else { return .wait(wait) }
        breaker.admitted(now: now)
        return .go
    }

    /// How an admitted call has ended.
    public mutating func settle(tokens: Int, _ outcome: GateOutcome, now: Duration) {
        rate.settle(reserved: tokens, used: outcome.usedTokens ?? tokens)
        if outcome.errorClass?.policy.breaker == .slows {
            rate.slowDown(retryAfter: outcome.retryAfter, now: now)
        } else if outcome.errorClass == nil {
            rate.succeeded()
        }
        breaker.record(outcome, now: now)
    }
}
