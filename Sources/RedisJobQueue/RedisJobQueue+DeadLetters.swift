// SPDX-License-Identifier: Apache-2.0

import JSON
public import JobQueue
import Redis

extension RedisJobQueue: DeadLetterStore {
    /// See ``DeadLetterStore``.
    public func deadLetters(
        errorType: String?,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> DeadLetterPage {
        let positions =
            if let errorType {
                try await indexed("class\n\(errorType)\n", limit: limit, after: cursor)
            } else {
                try await latest(limit: limit, after: cursor)
            }
        guard !positions.isEmpty else { return DeadLetterPage(records: [], next: nil) }
        let ids = positions.map { RedisArgument.string($0.id) }
        let records = try await execute(RedisCommand("HMGET", arguments: [keys.deadRecords] + ids)).array ?? []
        return DeadLetterPage(
            records: records.compactMap { $0.bytes.flatMap(Self.record) },
            next: positions.count < limit ? nil : positions.last.map { DeadLetterCursor($0.cursor) }
        )
    }

    /// See ``DeadLetterStore``.
    public func deadLetter(id: String) async throws(JobQueueError) -> BuriedJob? {
        let record = try await execute(RedisCommand("HGET", keys.deadRecords, .string(id))).bytes
        let original = try await execute(RedisCommand("HGET", keys.deadBytes, .string(id))).bytes
        guard let record = record.flatMap(Self.record), let original else { return nil }
        return BuriedJob(id: id, record: record, original: original)
    }

    /// See ``DeadLetterStore``.
    public func redrive(_ letters: [BuriedJob]) async throws(JobQueueError) -> [String] {
        var sent: [String] = []
        for start in stride(from: 0, to: letters.count, by: 50) {
            let slice = letters[start..<min(start + 50, letters.count)]
            let reply = try await run(
                Transitions.redrive,
                keys: [
                    keys.dead, keys.deadRecords, keys.deadBytes, keys.deadIndex, keys.deadCounts, keys.jobs, keys.done,
                ],
                arguments: slice.flatMap { letter -> [RedisArgument] in
                    let jobID = letter.record["job_id"]?.stringValue ?? ""
                    return [.string(letter.id), .string(jobID), .bytes(letter.redriveBytes)]
                },
                isRepeatable: false
            )
            sent += (reply.array ?? []).compactMap(\.string)
        }
        return sent
    }

    /// See ``DeadLetterStore``.
    public func deadLetterCount() async throws(JobQueueError) -> Int {
        try await execute(RedisCommand("ZCARD", keys.dead)).int ?? 0
    }

    /// Where a letter stands in the list.
    private struct Position {
        let id: String
        let cursor: String
    }

    /// All letters, latest first. The cursor is `died LF id`.
    private func latest(limit: Int, after cursor: DeadLetterCursor?) async throws(JobQueueError) -> [Position] {
        let parts = cursor?.position.split(separator: "\n").map(String.init) ?? []
        guard parts.count == 2 else { return try await scored(from: "+inf", limit: limit) }
        let ties = try await scored(from: parts[0], to: parts[0], limit: 10_000).filter { $0.id < parts[1] }
        if ties.count >= limit { return Array(ties.prefix(limit)) }
        return ties + (try await scored(from: "(\(parts[0])", limit: limit - ties.count))
    }

    private func scored(from: String, to: String = "-inf", limit: Int) async throws(JobQueueError) -> [Position] {
        let reply = try await execute(
            RedisCommand(
                "ZRANGE",
                keys.dead,
                .string(from),
                .string(to),
                "BYSCORE",
                "REV",
                "LIMIT",
                0,
                .integer(limit),
                "WITHSCORES"
            )
        )
        let items = (reply.array ?? []).compactMap(\.string)
        return stride(from: 0, to: items.count - 1, by: 2).map { index in
            Position(id: items[index], cursor: "\(items[index + 1])\n\(items[index])")
        }
    }

    /// One group of the index, latest first. The cursor is the index member.
    private func indexed(
        _ prefix: String,
        limit: Int,
        after cursor: DeadLetterCursor?
    ) async throws(JobQueueError) -> [Position] {
        let end = cursor.map { "(\($0.position)" } ?? "(\(prefix.dropLast())\u{B}"
        let reply = try await execute(
            RedisCommand(
                "ZRANGE",
                keys.deadIndex,
                .string(end),
                .string("[\(prefix)"),
                "BYLEX",
                "REV",
                "LIMIT",
                0,
                .integer(limit)
            )
        )
        return (reply.array ?? []).compactMap(\.string).map { member in
            Position(
                id: String(member[(member.lastIndex(of: "\n") ?? member.startIndex)...].dropFirst()),
                cursor: member
            )
        }
    }

    /// A record is `class LF fingerprint LF JSON`.
    private static func record(_ bytes: [UInt8]) -> JSONObject? {
        let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        return (try? JSONValue(parsing: Array(parts[2])))?.objectValue
    }
}
