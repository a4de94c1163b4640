// SPDX-License-Identifier: Apache-2.0

/// What became of a settlement.
public enum SettlementReply: String, Sendable {
    /// It was written.
    case settled
    /// This delivery is gone, but the job has its answer: most likely this very call, repeated.
    case answered
    /// The worker had lost the delivery; nothing was written.
    case lost
}
