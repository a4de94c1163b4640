// SPDX-License-Identifier: Apache-2.0

extension InMemoryJobQueue: ReviewStore {
    /// See ``ReviewStore``.
    public func setReviewed(_ isReviewed: Bool, jobIDs: [String]) async throws(JobQueueError) {
        change { queue, now in
            for id in jobIDs { queue.reviewed[id] = isReviewed ? now : nil }
            let surplus = queue.reviewed.count - queue.limits.deduplicationCap
            guard surplus > 0 else { return }
            for (id, _) in queue.reviewed.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }).prefix(surplus) {
                queue.reviewed[id] = nil
            }
        }
    }

    /// See ``ReviewStore``.
    public func reviews(ofJobs jobIDs: [String]) async throws(JobQueueError) -> [String: Moment] {
        change { queue, _ in queue.reviewed.filter { jobIDs.contains($0.key) } }
    }
}
