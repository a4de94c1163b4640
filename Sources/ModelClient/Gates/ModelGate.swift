// SPDX-License-Identifier: Apache-2.0

/// The gate of one model: its breaker first, then its limits.
///
/// A pure state machine: times are told to it, counted from any moment that stays the same.
public struct ModelGate: Sendable {
    private var breaker = CircuitBreaker()
    private var rate = RateGate()
    private var closedUntil: Duration?
    private var limits = GateLimits.unlimited
    private var means = CallMeans()

    /// A gate that is open.
    public init() {}

    /// Whether a call may be made now.
    public mutating func admit(tokens: Int, limits: GateLimits, now: Duration) -> GateDecision {
        if let refusal = refusal(now: now) { return refusal }
        self.limits = limits
        let wait = rate.admit(tokens: tokens, limits: limits, now: now)
        guard wait == .zero else { return .wait(wait) }
        breaker.admitted(now: now)
        return .go
    }

    /// Lets no call through until then, whatever comes of those under way.
    public mutating func close(until end: Duration) {
        closedUntil = end
    }

    /// Ends whatever keeps calls back; the slowed rate stays.
    public mutating func open() {
        closedUntil = nil
        breaker = CircuitBreaker()
        rate.unblock()
    }

    /// How the gate stands; changes nothing.
    public func status(_ key: String, now: Duration) -> GateStatus {
        let wait = rate.blocked(now: now)
        return GateStatus(
            key: key,
            decision: refusal(now: now) ?? (wait > .zero ? .wait(wait) : .go),
            rateFactor: rate.factor(now: now),
            failures: breaker.failures,
            limits: limits,
            means: means.calls > 0 ? means : nil
        )
    }

    private func refusal(now: Duration) -> GateDecision? {
        if let closedUntil, now < closedUntil { return .closed(for: closedUntil - now) }
        guard case .refuse(let errorClass, let wait) = breaker.state(now: now) else { return nil }
        return .refuse(errorClass, for: wait)
    }

    /// How an admitted call has ended.
    public mutating func settle(tokens: Int, _ outcome: GateOutcome, now: Duration) {
        rate.settle(reserved: tokens, used: outcome.usedTokens ?? tokens)
        if outcome.errorClass?.policy.breaker == .slows {
            rate.slowDown(retryAfter: outcome.retryAfter, now: now)
        } else if outcome.errorClass == nil {
            rate.succeeded()
            if let time = outcome.time { means.add(time, tokens: outcome.usedTokens ?? tokens) }
        }
        breaker.record(outcome, now: now)
    }
}
