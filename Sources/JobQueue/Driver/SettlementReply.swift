// SPDX-License-Identifier: Apache-2.0

/// What became of a settlement.
public enum SettlementReply: String, Sendable {
    /// It was written.
    case settled
    /// This delivery is gone, but its job has an answer or is put off: most likely this very call, repeated.
    case answered
    /// The worker had lost the delivery; nothing was written.
    case lost
}
