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

    /// Makes a status, as a store does.
    public init(key: String, decision: GateDecision, rateFactor: Double, failures: Int) {
        self.key = key
        self.decision = decision
        self.rateFactor = rateFactor
        self.failures = failures
    }
}
