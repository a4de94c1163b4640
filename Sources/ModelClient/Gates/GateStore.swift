// SPDX-License-Identifier: Apache-2.0

/// Where the state of gates lives: in this process, or where several share it.
///
/// A store that cannot be reached lets calls through: without it each process still obeys what providers answer.
public protocol GateStore: Sendable {
    /// Whether the call may be made now; takes its share of the limits if so.
    func admit(_ ticket: GateTicket) async -> GateDecision

    /// Tells how an admitted call ended; must be told for each, once.
    func settle(_ ticket: GateTicket, _ outcome: GateOutcome) async
}
