// SPDX-License-Identifier: Apache-2.0

/// Whether a call may be made.
public enum GateDecision: Sendable, Hashable {
    /// It may, now; how it ended must be told to ``GateStore/settle(_:_:)``.
    case go
    /// Not before this wait; then ask again.
    case wait(Duration)
    /// Not at all: the circuit is open for this long because of failures of this class.
    case refuse(ErrorClass, for: Duration)
    /// Not at all: an operator has closed the gate for this long.
    case closed(for: Duration)
}
