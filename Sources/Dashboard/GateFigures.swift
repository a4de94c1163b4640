// SPDX-License-Identifier: Apache-2.0

/// How one model may be asked just now.
public struct GateFigures: Sendable, Hashable {
    /// Provider and model.
    public var name: String
    /// `open`, `waiting`, `refusing` or `closed`.
    public var state: String
    /// Why it is not open.
    public var reason: String?
    /// For how long that will be so.
    public var seconds: Double?
    /// What the rate is multiplied by, 1/16 to 1.
    public var rateFactor: Double
    /// Failures in a row.
    public var failures: Int
    /// How many calls at the same time use its limits up; nil where that is not known.
    public var callsAtOnce: Double?

    /// Creates the figures of a gate.
    public init(
        name: String,
        state: String,
        reason: String?,
        seconds: Double?,
        rateFactor: Double,
        failures: Int,
        callsAtOnce: Double? = nil
    ) {
        self.name = name
        self.state = state
        self.reason = reason
        self.seconds = seconds
        self.rateFactor = rateFactor
        self.failures = failures
        self.callsAtOnce = callsAtOnce
    }
}
