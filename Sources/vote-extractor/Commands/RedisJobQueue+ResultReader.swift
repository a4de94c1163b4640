// SPDX-License-Identifier: Apache-2.0

public import Dashboard
public import JobQueue
public import RedisJobQueue

extension RedisJobQueue: ResultReader {
    /// See `ResultReader`.
    public func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? {
        try await peekResult(jobID: jobID, among: limit)
    }
}
