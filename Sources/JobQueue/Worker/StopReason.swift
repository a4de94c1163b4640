// SPDX-License-Identifier: Apache-2.0

/// Why a run is ended from outside.
enum StopReason: Error, Sendable {
    /// Another worker has the job now.
    case leaseLost
    /// An operator cancelled the job.
    case cancelled
    /// The worker is leaving.
    case shutdown
    /// The run passed its time limit.
    case timedOut(Duration)
}
