// SPDX-License-Identifier: Apache-2.0

/// A delivery whose envelope has been decoded and which asks whether it may run.
public struct JobStart: Sendable, Hashable {
    /// The delivery number.
    public var delivery: Int64
    /// The job's id.
    public var jobID: String
    /// Since when the job is known to be there, by what its envelope says; nil if that says nothing. A wish to cancel that
    /// is older counts for ``JobQueueLimits/cancelWindow`` only.
    public var knownSince: Moment?

    /// Creates a question.
    public init(delivery: Int64, jobID: String, knownSince: Moment? = nil) {
        self.delivery = delivery
        self.jobID = jobID
        self.knownSince = knownSince
    }
}
