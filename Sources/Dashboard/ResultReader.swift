// SPDX-License-Identifier: Apache-2.0

public import JobQueue

/// Looks at results that wait for their consumers, without taking them.
public protocol ResultReader: Sendable {
    /// Result envelopes, the latest foremost.
    ///
    /// - Parameters:
    ///   - offset: How many of the latest to pass over.
    ///   - limit: At most so many.
    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]]

    /// One job's result; nil if it is not among the latest `limit`.
    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]?
}
