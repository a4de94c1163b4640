// SPDX-License-Identifier: Apache-2.0

/// How one gate stands, for people to look at.
public struct GateStatus: Sendable, Hashable {
    /// Which gate: provider and model.
    public let key: String
    /// What a call without limits would be told now.
    public let decision: GateDecision
    /// What the rate of the limits is multiplied by, 1/16 to 1: below 1 the provider has complained.
    public let rateFactor: Double
    /// Failures in a row that count towards a refusal.
    public let failures: Int

    /// The limits that the latest call came with.
    public let limits: GateLimits
    /// What answered calls are like; nil before the first.
    public let means: CallMeans?

    /// Makes a status, as a store does.
    public init(
        key: String,
        decision: GateDecision,
        rateFactor: Double,
        failures: Int,
        limits: GateLimits = .unlimited,
        means: CallMeans? = nil
    ) {
        self.key = key
        self.decision = decision
        self.rateFactor = rateFactor
        self.failures = failures
        self.limits = limits
        self.means = means
    }

    /// How many calls at the same time use the limits up, by their mean time and tokens: more would only wait at the gate.
    /// Nil without limits, and before the first answer.
    public var callsAtOnce: Double? {
        guard let means else { return nil }
        let byTokens = limits.tokensPerMinute.map { Double($0) / max(means.tokens, 1) }
        guard let perMinute = [limits.requestsPerMinute.map(Double.init), byTokens].compactMap(\.self).min() else {
            return nil
        }
        return perMinute / 60 * rateFactor * means.seconds
    }
}
