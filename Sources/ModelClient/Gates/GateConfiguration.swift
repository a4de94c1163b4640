// SPDX-License-Identifier: Apache-2.0

/// How calls pass the gates of their models.
public struct GateConfiguration: Sendable {
    /// The limits of models by name; others have ``defaultLimits``.
    public var limits: [String: GateLimits]
    /// The limits of models that ``limits`` does not name.
    public var defaultLimits: GateLimits
    /// The longest that a call waits at its gate; one that would have to wait longer fails at once and says how long.
    public var patience: Duration

    /// Makes a configuration.
    public init(
        limits: [String: GateLimits] = [:],
        defaultLimits: GateLimits = .unlimited,
        patience: Duration = .seconds(20)
    ) {
        self.limits = limits
        self.defaultLimits = defaultLimits
        self.patience = patience
    }
}
