// SPDX-License-Identifier: Apache-2.0

/// One call at the gate of its model.
public struct GateTicket: Sendable, Hashable {
    /// Which gate: provider and model.
    public var key: String
    /// How many tokens the call is thought to need.
    public var tokens: Int
    /// How fast the model may be asked.
    public var limits: GateLimits

    /// Makes a ticket.
    public init(key: String, tokens: Int, limits: GateLimits) {
        self.key = key
        self.tokens = tokens
        self.limits = limits
    }
}
