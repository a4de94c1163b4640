// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis

extension QueueAuditor {
    mutating func checkLetters(_ onProgress: (QueueAudit) -> Void) async throws(JobQueueError) {
        // Strays first: what is put into the set again is then looked at like the others.
        for key in [2, 3, 4] {
            try await checkStrays(ofKey: key, onProgress)
        }
        let defects = audit.defects
        var before = try await queue.deadLetterTotals()
        var sum = try await checkSet(onProgress)
        if mends, audit.defects > defects {
            before = try await queue.deadLetterTotals()
            sum = try await checkSet(onProgress)
        }
        try await scan(Transitions.checkIndex, keys.deadLetters, count: Self.slice, from: "", onProgress)
        for kind in DeadLetterGroup.Kind.allCases {
            try await scan(
                Transitions.checkCounts,
                keys.deadLetters,
                before: [.string(kind.rawValue)],
                count: Self.slice,
                onProgress
            )
        }
        try await checkBytes(before, sum)
    }

    /// Records, jobs or facets of letters that are not in the set.
    private mutating func checkStrays(ofKey key: Int, _ onProgress: (QueueAudit) -> Void) async throws(JobQueueError) {
        var cursor = "0"
        repeat {
            let reply = try await queue.run(
                Transitions.checkStrays,
                keys: keys.deadLetters,
                arguments: [.integer(key), .string(cursor), .integer(key == 4 ? Self.slice : Self.sliceOfJobs), mend]
            )
            guard let items = reply.array, items.count >= 2, let next = items[0].string else {
                throw .unexpected("check_strays")
            }
            audit.examined += items[1].int ?? 0
            for (kind, id) in Self.defects(items.dropFirst(2)) { try await add(kind, mendingLetter: id) }
            onProgress(audit)
            cursor = next
        } while cursor != "0"
    }

    /// Letters of the set; returns the bytes of all of them.
    private mutating func checkSet(_ onProgress: (QueueAudit) -> Void) async throws(JobQueueError) -> Int {
        var place: (died: RedisArgument, id: RedisArgument) = ("", "")
        var sum = 0
        while true {
            let reply = try await queue.run(
                Transitions.checkLetters,
                keys: keys.deadLetters + [keys.seq],
                arguments: [place.died, place.id, .integer(Self.slice), mend]
            )
            guard let items = reply.array, items.count >= 4, let died = items[0].bytes, let id = items[1].bytes,
                let examined = items[2].int, let bytes = items[3].int
            else { throw .unexpected("check_letters") }
            audit.examined += examined
            sum += bytes
            for (kind, id) in Self.defects(items.dropFirst(4)) {
                if kind == .deliveryCountBehind {
                    add(kind, id, isMended: mends)
                } else {
                    try await add(kind, mendingLetter: id)
                }
            }
            onProgress(audit)
            guard !died.isEmpty else { return sum }
            place = (.bytes(died), .bytes(id))
        }
    }

    private mutating func checkBytes(_ before: DeadLetterTotals, _ sum: Int) async throws(JobQueueError) {
        let after = try await queue.deadLetterTotals()
        // Letters that came or went meanwhile are in the total but perhaps not in the sum, or the other way round.
        guard after.count == before.count, after.bytes == before.bytes, after.bytes != sum else { return }
        var isMended = false
        if mends {
            let arguments = [after.count, after.bytes, sum].map { RedisArgument.integer($0) }
            isMended = try await queue.run(Transitions.mendBytes, keys: keys.deadLetters, arguments: arguments).int == 1
        }
        add(.bytesMiscounted, "\(after.bytes) instead of \(sum)", isMended: isMended)
    }

    private mutating func add(_ kind: QueueDefect.Kind, mendingLetter id: String) async throws(JobQueueError) {
        var isMended = mends
        // The check itself has mended those.
        if mends, kind != .strayFacets { isMended = try await mendLetter(id) }
        add(kind, id, isMended: isMended)
    }

    /// Puts a letter together again out of what is left of it.
    private func mendLetter(_ id: String) async throws(JobQueueError) -> Bool {
        let record = try await queue.execute(RedisCommand("HGET", keys.deadLetters[1], .string(id))).bytes
        let bytes = try await queue.execute(RedisCommand("HGET", keys.deadLetters[2], .string(id))).bytes
        guard record != nil || bytes != nil else {
            return try await !queue.deleteDeadLetters(ids: [id]).isEmpty
        }
        let json =
            record.flatMap { (try? JSONValue(parsing: $0))?.objectValue } ?? Self.record(of: id, job: bytes ?? [])
        let arguments: [RedisArgument] =
            [.string(id), .bytes(record ?? []), .bytes(bytes ?? [])] + DeadLetterFacets(json).arguments
            + [.bytes(record ?? JSONValue.object(json).serialized())]
        return try await queue.run(Transitions.mendLetter, keys: keys.deadLetters, arguments: arguments).int == 1
    }

    /// Says of a letter whose record is lost what can be said.
    private static func record(of id: String, job: [UInt8]) -> JSONObject {
        let envelope = try? JobEnvelope(decoding: job)
        return [
            "version": 1,
            "id": .string(id),
            "job_id": (envelope?.id).map { .string($0) } ?? .null,
            "type": (envelope?.type).map { .string($0) } ?? .null,
            "error_type": "record.lost",
            "fingerprint": "record.lost/unknown/the record was lost",
            "stage": "unknown",
            "reason": .null,
            "message": "the record of this dead letter was lost; its job is whole and can be sent back",
            "died_at": .null,
            "redrives": .integer(Int64(envelope?.run.redrives ?? 0)),
            "headers": .object(JSONObject((envelope?.headers ?? [:]).map { ($0.key, .string($0.value)) })),
            "tags": .object(JSONObject((envelope?.tags ?? [:]).map { ($0.key, .string($0.value)) })),
            "attempts": [],
            "attempts_dropped": 0,
        ]
    }
}
