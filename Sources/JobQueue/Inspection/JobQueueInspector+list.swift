// SPDX-License-Identifier: Apache-2.0

import JSON

extension JobQueueInspector {
    /// Jobs in one state: those whose turn comes first, that come due first, or of the workers heard of last foremost.
    ///
    /// Of running jobs only those are known that workers told of at their last heartbeats, up to 100 of each of 1000.
    ///
    /// - Parameters:
    ///   - offset: How many to pass over. What is listed moves meanwhile.
    ///   - limit: At most so many, 1 to 1000.
    public func listedJobs(
        _ state: ListedJob.State,
        offset: Int,
        limit: Int
    ) async throws(JobQueueError) -> [ListedJob] {
        switch state {
        case .waiting:
            return try await waitingJobs(offset: offset, limit: limit).map { ListedJob(.waiting, bytes: $0) }
        case .delayed:
            let jobs = try await delayedJobs(offset: offset, limit: limit)
            return jobs.map { ListedJob(.delayed, bytes: $0.bytes, due: $0.due) }
        case .running:
            let told = try await workers(limit: 1000).flatMap { worker in
                (worker.status["running"]?.arrayValue ?? []).map { ListedJob(told: $0, by: worker.id) }
            }
            return Array(told.dropFirst(offset).prefix(limit))
        }
    }
}
