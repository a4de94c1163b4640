// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis

/// Goes through a queue's structures and compares them.
struct QueueAuditor {
    let queue: RedisJobQueue
    let mends: Bool
    let silence: Duration
    var audit = QueueAudit()

    /// Entries that one call looks at; jobs themselves may be large.
    static let slice = 500
    static let sliceOfJobs = 50

    var keys: QueueKeys { queue.keys }
    var mend: RedisArgument { .integer(mends ? 1 : 0) }

    // MARK: Jobs

    mutating func checkTypes() async throws(JobQueueError) {
        for (key, _) in try await queue.keysOfAnotherType() { add(.wrongType, key, isMended: false) }
    }

    mutating func checkJobs(_ onProgress: (QueueAudit) -> Void) async throws(JobQueueError) {
        try await scan(Transitions.checkFlight, [keys.flight, keys.lease], count: Self.sliceOfJobs, onProgress)
        let pairs: [(RedisArgument, RedisArgument, String, QueueDefect.Kind)] = [
            (keys.lease, keys.flight, "members", .leaseWithoutJob),
            (keys.later, keys.laterBytes, "members", .dueWithoutJob),
            (keys.laterBegun, keys.laterBytes, "members", .dueWithoutJob),
            (keys.later, keys.laterBytes, "fields", .delayedJobWithoutDue),
        ]
        for (set, hash, what, kind) in pairs {
            try await scan(
                Transitions.checkPairs,
                [set, hash, keys.seq],
                before: [.string(what)],
                count: what == "fields" ? Self.sliceOfJobs : Self.slice,
                after: [.string(kind.rawValue)],
                onProgress
            )
        }
    }

    // MARK: Workers

    mutating func checkWorkers(_ onProgress: (QueueAudit) -> Void) async throws(JobQueueError) {
        let told = try await queue.execute(RedisCommand("HKEYS", keys.workersInfo)).array ?? []
        if !told.isEmpty {
            let ids = told.map { RedisArgument.bytes($0.bytes ?? []) }
            let beats = try await queue.execute(RedisCommand("ZMSCORE", arguments: [keys.workers] + ids)).array ?? []
            for (id, beat) in zip(told, beats) where beat.isNull {
                if mends { _ = try await queue.execute(RedisCommand("HDEL", keys.workersInfo, .bytes(id.bytes ?? []))) }
                add(.statusWithoutWorker, id.string ?? "", isMended: mends)
            }
        }
        audit.examined += told.count
        onProgress(audit)
        try await checkStages()
    }

    private mutating func checkStages() async throws(JobQueueError) {
        let prefix = "\(keys.prefix)stage:"
        let pattern = prefix.map { "*?[]\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "*"
        var cursor = "0"
        repeat {
            let command = RedisCommand("SCAN", .string(cursor), "MATCH", .string(pattern), "COUNT", 1000)
            guard let reply = try await queue.execute(command).array, reply.count == 2, let next = reply[0].string
            else {
                throw .unexpected("SCAN")
            }
            for key in (reply[1].array ?? []).compactMap(\.bytes) {
                try await checkStage(of: Array(key.dropFirst(prefix.utf8.count)))
            }
            cursor = next
        } while cursor != "0"
    }

    private mutating func checkStage(of worker: [UInt8]) async throws(JobQueueError) {
        guard try await queue.execute(RedisCommand("LLEN", keys.stage(worker))).int ?? 0 > 0 else { return }
        let now = try await queue.statistics().now.milliseconds
        let heard = try await queue.askAll(
            [keys.workers, keys.workersLeft].map { RedisCommand("ZSCORE", $0, .bytes(worker)) }
        )
        guard heard.compactMap(\.int).max() ?? 0 <= now - silence.milliseconds else { return }
        if mends { while try await queue.unstage(worker, silentFor: silence) == 100 {} }
        add(.jobsOfSilentWorker, String(decoding: worker, as: UTF8.self), isMended: mends)
    }

    // MARK: Slices

    /// Runs a script that is given a cursor, a count and whether to mend, until its cursor comes back to the start.
    mutating func scan(
        _ script: RedisScript,
        _ scriptKeys: [RedisArgument],
        before: [RedisArgument] = [],
        count: Int,
        after: [RedisArgument] = [],
        from start: String = "0",
        _ onProgress: (QueueAudit) -> Void
    ) async throws(JobQueueError) {
        var cursor = start
        repeat {
            let reply = try await queue.run(
                script,
                keys: scriptKeys,
                arguments: before + [.string(cursor), .integer(count), mend] + after
            )
            guard let items = reply.array, items.count >= 2, let next = items[0].string, let examined = items[1].int
            else { throw .unexpected("a check") }
            audit.examined += examined
            for (kind, subject) in Self.defects(items.dropFirst(2)) { add(kind, subject, isMended: mends) }
            onProgress(audit)
            cursor = next
        } while cursor != start
    }

    mutating func add(_ kind: QueueDefect.Kind, _ subject: String, isMended: Bool) {
        audit.add(QueueDefect(kind: kind, subject: subject), isMended: isMended)
    }

    static func defects(_ items: ArraySlice<RESPValue>) -> [(QueueDefect.Kind, String)] {
        stride(from: items.startIndex, to: items.endIndex - 1, by: 2).compactMap { index in
            guard let kind = items[index].string.flatMap(QueueDefect.Kind.init(rawValue:)) else { return nil }
            return (kind, items[index + 1].string ?? "")
        }
    }
}
