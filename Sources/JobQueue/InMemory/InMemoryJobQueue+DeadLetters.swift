// SPDX-License-Identifier: Apache-2.0

extension InMemoryJobQueue: DeadLetterStore {
    /// See ``DeadLetterStore``.
    public func deadLetters(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterPage {
        let page = change { queue, _ in queue.letters(filter, limit: limit, after: cursor) }
        return DeadLetterPage(records: page.letters.map(\.record), examined: page.examined, next: page.next)
    }

    /// See ``DeadLetterStore``.
    public func buriedJobs(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> BuriedJobPage {
        change { queue, _ in queue.letters(filter, limit: limit, after: cursor) }
    }

    /// See ``DeadLetterStore``.
    public func deadLetter(id: String) async throws(JobQueueError) -> BuriedJob? {
        change { queue, _ in queue.dead[id] }
    }

    /// See ``DeadLetterStore``.
    public func deadLetterGroups(
        by kind: DeadLetterGroup.Kind,
        limit: Int,
        after group: DeadLetterGroup?
    ) async throws(JobQueueError) -> [DeadLetterGroup] {
        change { queue, _ in queue.groups(by: kind, limit: limit, after: group) }
    }

    /// See ``DeadLetterStore``.
    public func deadLetterTally(
        _ filter: DeadLetterFilter,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterTallyPage {
        change { queue, now in queue.tally(filter, after: cursor, now: now) }
    }

    /// See ``DeadLetterStore``.
    public func deadLetterTotals() async throws(JobQueueError) -> DeadLetterTotals {
        change { queue, now in queue.deadLetterTotals(now: now) }
    }

    /// See ``DeadLetterStore``.
    public func redrive(_ letters: [BuriedJob]) async throws(JobQueueError) -> [String] {
        change { queue, _ in letters.filter { queue.redrive($0) }.map(\.id) }
    }

    /// See ``DeadLetterStore``.
    public func deleteDeadLetters(ids: [String]) async throws(JobQueueError) -> [String] {
        change { queue, _ in ids.filter { queue.dead.removeValue(forKey: $0) != nil } }
    }

    /// See ``DeadLetterStore``.
    public func replaceDeadLetter(
        _ letter: BuriedJob,
        with edited: BuriedJob
    ) async throws(JobQueueError) -> Bool {
        change { queue, _ in queue.replace(letter, with: edited) }
    }

    /// See ``DeadLetterStore``.
    public func importDeadLetters(_ letters: [BuriedJob]) async throws(JobQueueError) -> [DeadLetterImport] {
        change { queue, now in letters.map { queue.take($0, now: now) } }
    }
}
