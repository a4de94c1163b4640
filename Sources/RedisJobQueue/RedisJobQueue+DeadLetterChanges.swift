// SPDX-License-Identifier: Apache-2.0

import JSON
public import JobQueue
import Redis

extension RedisJobQueue {
    /// See `DeadLetterStore`.
    public func redrive(_ letters: [BuriedJob]) async throws(JobQueueError) -> [String] {
        // A letter whose job was lost has nothing to send.
        let whole = letters.filter { !$0.bytes.isEmpty }
        if let letter = whole.first(where: { $0.bytes.count > largestRedrive }) {
            throw JobQueueError(
                .tooLarge,
                "the job of dead letter \(letter.id) has \(letter.bytes.count) bytes, more than \(largestRedrive) that can "
                    + "be sent back at once; raise maximumPendingBytes of the Redis configuration, or delete the letter"
            )
        }
        let replies = try await inSlices(whole) { letters throws(JobQueueError) in
            try await run(
                Transitions.redrive,
                keys: keys.deadLetters + [keys.jobs, keys.done, keys.cancel],
                arguments: letters.flatMap { letter -> [RedisArgument] in
                    let jobID = letter.record["job_id"]?.stringValue ?? ""
                    let splice = Splice(from: letter.bytes, to: letter.redriveBytes)
                    return [
                        .string(letter.id), .string(jobID), .bytes(letter.bytes), .integer(splice.head),
                        .bytes(splice.middle), .integer(splice.tail),
                    ]
                },
                // Repeated, it would do no harm but count those that it sent as gone.
                isRepeatable: false
            )
        }
        return replies.compactMap(\.string)
    }

    /// A letter's bytes go to the server, which compares them with those that it has. Half of what may be under way is left
    /// to the others.
    private var largestRedrive: Int { commands.configuration.maximumPendingBytes / 2 }

    /// See `DeadLetterStore`.
    public func deleteDeadLetters(ids: [String]) async throws(JobQueueError) -> [String] {
        let replies = try await inSlices(ids) { ids throws(JobQueueError) in
            try await run(
                Transitions.delete,
                keys: keys.deadLetters,
                arguments: ids.map { .string($0) },
                isRepeatable: false
            )
        }
        return replies.compactMap(\.string)
    }

    /// See `DeadLetterStore`.
    public func replaceDeadLetter(
        _ letter: BuriedJob,
        with edited: BuriedJob
    ) async throws(JobQueueError) -> Bool {
        let reply = try await run(
            Transitions.edit,
            keys: keys.deadLetters,
            arguments: [
                .string(letter.id), .bytes(letter.bytes), .bytes(JSONValue.object(edited.record).serialized()),
                .bytes(edited.bytes),
            ],
            isRepeatable: false
        )
        return reply.int == 1
    }

    /// See `DeadLetterStore`.
    public func importDeadLetters(_ letters: [BuriedJob]) async throws(JobQueueError) -> [DeadLetterImport] {
        let replies = try await inSlices(letters) { letters throws(JobQueueError) in
            try await run(
                Transitions.importLetters,
                keys: keys.deadLetters + [keys.seq, keys.flight],
                arguments: deadLetterCaps
                    + letters.flatMap { letter -> [RedisArgument] in
                        [.string(letter.id), .integer(letter.diedAt.milliseconds)]
                            + DeadLetterFacets(letter.record).arguments
                            + [.bytes(JSONValue.object(letter.record).serialized()), .bytes(letter.bytes)]
                    }
            )
        }
        let words = replies.compactMap { $0.string.flatMap(DeadLetterImport.init(rawValue:)) }
        guard words.count == letters.count else { throw .unexpected("import") }
        return words
    }

    /// As transitions that add dead letters want them.
    var deadLetterCaps: [RedisArgument] {
        let limits = configuration.limits
        return [
            .integer(limits.deadLettersCap), .integer(limits.deadLettersAge.milliseconds),
            .integer(limits.deadLettersBytes),
        ]
    }

    /// What each of many items is asked for or changed by: no call takes more than 50 of them.
    func inSlices<Item>(
        _ items: [Item],
        _ body: ([Item]) async throws(JobQueueError) -> RESPValue
    ) async throws(JobQueueError) -> [RESPValue] {
        var replies: [RESPValue] = []
        for start in stride(from: 0, to: items.count, by: 50) {
            replies += try await body(Array(items[start..<min(start + 50, items.count)])).array ?? []
        }
        return replies
    }
}

extension DeadLetterFacets {
    /// Class, fingerprint and facets, as transitions that add dead letters want them.
    var arguments: [RedisArgument] { [.string(errorType), .string(fingerprint), .string(line)] }
}
