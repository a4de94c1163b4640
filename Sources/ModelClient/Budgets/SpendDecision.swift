// SPDX-License-Identifier: Apache-2.0

/// Whether money could be set aside for a call.
public enum SpendDecision: Sendable, Hashable {
    /// Which budget does not suffice.
    public enum Scope: String, Sendable, Hashable {
        case day
        case job
    }

    /// It was, of this day's; what the call has cost must be told to ``SpendStore/charge(_:_:)``.
    case go(SpendDay)
    /// It was not: so much is left, calls under way not counted. After the wait it may fit; nil for never.
    case exceeded(Scope, left: MicroDollars, wait: Duration?)
}
