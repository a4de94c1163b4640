// SPDX-License-Identifier: Apache-2.0

/// What a call has used.
public struct SpendCharge: Sendable, Hashable {
    /// Whose model it was, as `provider/model`; nil for a call that used nothing.
    public var model: String?
    /// What it cost; nil where the model has no price.
    public var cost: MicroDollars?

    /// A call that used nothing, or none that was made.
    public static let nothing = SpendCharge(model: nil, cost: nil)

    /// Makes a charge.
    public init(model: String?, cost: MicroDollars?) {
        self.model = model
        self.cost = cost
    }
}
