// SPDX-License-Identifier: Apache-2.0

/// Which jobs' results a person has looked at, beside the results themselves: those belong to their consumer.
public protocol ReviewStore: Sendable {
    /// Notes that a person has looked at the results of these jobs, or takes that back.
    ///
    /// Of more notes than ``JobQueueLimits/deduplicationCap`` the oldest go.
    func setReviewed(_ isReviewed: Bool, jobIDs: [String]) async throws(JobQueueError)

    /// When the results of these jobs were looked at; jobs whose results were not are missing.
    func reviews(ofJobs jobIDs: [String]) async throws(JobQueueError) -> [String: Moment]
}
