// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue: ReviewStore {
    /// See `ReviewStore`.
    public func setReviewed(_ isReviewed: Bool, jobIDs: [String]) async throws(JobQueueError) {
        _ = try await inSlices(jobIDs) { ids throws(JobQueueError) in
            try await run(
                Transitions.review,
                keys: [keys.reviewed],
                arguments: [isReviewed ? "1" : "0", .integer(configuration.limits.deduplicationCap)]
                    + ids.map { .string($0) }
            )
        }
    }

    /// See `ReviewStore`.
    public func reviews(ofJobs jobIDs: [String]) async throws(JobQueueError) -> [String: Moment] {
        guard !jobIDs.isEmpty else { return [:] }
        let command = RedisCommand("ZMSCORE", arguments: [keys.reviewed] + jobIDs.map { .string($0) })
        let scores = try await execute(command).array ?? []
        let known = zip(jobIDs, scores).compactMap { id, score in
            score.int.map { (id, Moment(milliseconds: $0)) }
        }
        return Dictionary(known) { first, _ in first }
    }
}
