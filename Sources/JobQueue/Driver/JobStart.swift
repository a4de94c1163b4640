// SPDX-License-Identifier: Apache-2.0

/// A delivery whose envelope has been decoded and which asks whether it may run.
public struct JobStart: Sendable, Hashable {
    /// The delivery number.
    public var delivery: Int64
    /// The job's id.
    public var jobID: String

    /// Creates a question.
    public init(delivery: Int64, jobID: String) {
        self.delivery = delivery
        self.jobID = jobID
    }
}
