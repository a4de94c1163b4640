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
        guard state != .running else {
            let told = try await workers(limit: 1000).flatMap { worker in
                (worker.status["running"]?.arrayValue ?? []).map { ListedJob(told: $0, by: worker.id) }
            }
            return Array(told.dropFirst(offset).prefix(limit))
        }
        var listed: [ListedJob] = []
        // Few at a time, since each may be as large as jobs may be.
        for passed in stride(from: 0, to: limit, by: 50) {
            let jobs = try await slice(state, offset: offset + passed, limit: min(50, limit - passed))
            if jobs.isEmpty { break }
            listed += jobs
        }
        return listed
    }

    private func slice(_ state: ListedJob.State, offset: Int, limit: Int) async throws(JobQueueError) -> [ListedJob] {
        guard state == .delayed else {
            return try await waitingJobs(offset: offset, limit: limit).map { ListedJob(.waiting, bytes: $0) }
        }
        let jobs = try await delayedJobs(offset: offset, limit: limit)
        return jobs.map { ListedJob(.delayed, bytes: $0.bytes, due: $0.due) }
    }
}
