// SPDX-License-Identifier: Apache-2.0

extension InMemoryJobQueue: DeadLetterStore {
    /// See ``DeadLetterStore``.
    public func deadLetters(
        errorType: String?,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterPage {
        change { queue, _ in queue.deadLetters(errorType: errorType, limit: limit, after: cursor) }
    }

    /// See ``DeadLetterStore``.
    public func deadLetter(id: String) async throws(JobQueueError) -> BuriedJob? {
        change { queue, _ in queue.dead[id].map { BuriedJob(id: id, record: $0.record, original: $0.original) } }
    }

    /// See ``DeadLetterStore``.
    public func redrive(_ letters: [BuriedJob]) async throws(JobQueueError) -> [String] {
        change { queue, _ in letters.filter { queue.redrive($0) }.map(\.id) }
    }

    /// See ``DeadLetterStore``.
    public func deadLetterCount() async throws(JobQueueError) -> Int {
        change { queue, _ in queue.dead.count }
    }
}
