// SPDX-License-Identifier: Apache-2.0

/// Whether a delivery may run, decided once its job's id is known.
public enum StartDecision: String, Sendable {
    /// It may.
    case run
    /// The worker does not own it any more.
    case lost
    /// The job already has its answer; the delivery is gone.
    case duplicate
    /// The same job runs under another delivery just now.
    case held
    /// An operator cancelled the job.
    case cancelled
}
