// SPDX-License-Identifier: Apache-2.0

import JSON
public import JobQueue
import Redis

extension RedisJobQueue: DeadLetterStore {
    /// See `DeadLetterStore`.
    public func deadLetters(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterPage {
        let page = try await page(filter, limit: limit, after: cursor, withBytes: false)
        return DeadLetterPage(records: page.letters.map(\.record), examined: page.examined, next: page.next)
    }

    /// See `DeadLetterStore`.
    public func buriedJobs(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> BuriedJobPage {
        try await page(filter, limit: limit, after: cursor, withBytes: true)
    }

    private func page(
        _ filter: DeadLetterFilter,
        limit: Int,
        after cursor: DeadLetterCursor?,
        withBytes: Bool
    ) async throws(JobQueueError) -> BuriedJobPage {
        guard filter.isPossible else { return BuriedJobPage(letters: [], examined: 0, next: nil) }
        let reply = try await run(
            Transitions.page,
            keys: keys.deadLetters,
            arguments: Self.places(filter, after: cursor)
                + [.integer(limit), .integer(Self.lettersPerSlice), .integer(withBytes ? 1 : 0)] + filter.arguments
        )
        return try BuriedJobPage(reply)
    }

    /// See `DeadLetterStore`.
    public func deadLetterTally(
        _ filter: DeadLetterFilter,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterTallyPage {
        guard filter.isPossible else {
            return DeadLetterTallyPage(tally: DeadLetterTally(), examined: 0, next: nil)
        }
        let ages = DeadLetterAge.allCases.compactMap(\.limit).map { RedisArgument.integer($0.milliseconds) }
        let reply = try await run(
            Transitions.tally,
            keys: keys.deadLetters,
            arguments: Self.places(filter, after: cursor)
                + [.integer(Self.lettersPerSlice), .integer(ages.count)] + ages + filter.arguments
        )
        return try DeadLetterTallyPage(reply)
    }

    /// Where scripts look for letters, as they want it.
    private static func places(_ filter: DeadLetterFilter, after cursor: DeadLetterCursor?) -> [RedisArgument] {
        // A fingerprint begins with its class: of two groups, the smaller one is gone through.
        let group = filter.fingerprint.map { ("fingerprint", $0) } ?? filter.errorType.map { ("class", $0) } ?? ("", "")
        return [
            .string(group.0), .string(DeadLetterFacets.oneLine(group.1)),
            .integer(max(filter.since?.milliseconds ?? 0, 0)),
            .integer(min(filter.until?.milliseconds ?? endOfTime, endOfTime)),
            .string(cursor.map { "\($0.diedAt.milliseconds)" } ?? ""), .string(cursor?.id ?? ""),
        ]
    }

    /// In milliseconds; 15 digits, as in the index.
    private static let endOfTime = 99_999_999_999_999
    /// Letters that one call looks at, at most: some milliseconds of the server's time.
    private static let lettersPerSlice = 500

    /// See `DeadLetterStore`.
    public func deadLetter(id: String) async throws(JobQueueError) -> BuriedJob? {
        let replies = try await askAll([
            RedisCommand("ZSCORE", keys.deadLetters[0], .string(id)),
            RedisCommand("HGET", keys.deadLetters[1], .string(id)),
            RedisCommand("HGET", keys.deadLetters[2], .string(id)),
        ])
        guard replies.count == 3, let died = replies[0].int, let record = replies[1].bytes else { return nil }
        guard let json = (try? JSONValue(parsing: record))?.objectValue else { return nil }
        return BuriedJob(id: id, diedAt: Moment(milliseconds: died), record: json, bytes: replies[2].bytes ?? [])
    }

    /// See `DeadLetterStore`.
    public func deadLetterGroups(
        by kind: DeadLetterGroup.Kind,
        limit: Int,
        after group: DeadLetterGroup?
    ) async throws(JobQueueError) -> [DeadLetterGroup] {
        let reply = try await run(
            Transitions.groups,
            keys: keys.deadLetters,
            arguments: [
                .string(kind.rawValue), .string(group.map { "\($0.count)" } ?? ""), .string(group?.name ?? ""),
                .integer(limit),
            ]
        )
        return try DeadLetterGroup.all(in: reply)
    }

    /// See `DeadLetterStore`.
    public func deadLetterTotals() async throws(JobQueueError) -> DeadLetterTotals {
        let reply = try await run(Transitions.totals, keys: keys.deadLetters, arguments: [])
        return try DeadLetterTotals(reply)
    }
}

extension DeadLetterFilter {
    /// Whether class and fingerprint go together.
    fileprivate var isPossible: Bool {
        guard let errorType, let fingerprint else { return true }
        return fingerprint.hasPrefix("\(errorType)/")
    }

    /// What no index serves, as scripts look for it.
    fileprivate var arguments: [RedisArgument] { terms.map { .string("\t\($0)\t") } }
}
