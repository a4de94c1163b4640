// SPDX-License-Identifier: Apache-2.0

import JSON
public import JobQueue
import Redis

extension RedisJobQueue: JobQueueInspector {
    /// See `JobQueueInspector`. Plain commands, since who only looks need not be allowed to write.
    public func statistics() async throws(JobQueueError) -> QueueStatistics {
        let replies = try await askAll([
            RedisCommand("TIME"), RedisCommand("HGET", keys.control, "mode"), RedisCommand("LLEN", keys.jobs),
            RedisCommand("ZCARD", keys.lease), RedisCommand("ZCARD", keys.later),
            RedisCommand("ZCARD", keys.laterBegun),
            RedisCommand("ZRANGE", keys.later, 0, 0, "WITHSCORES"), RedisCommand("LLEN", keys.results),
            RedisCommand("ZCARD", keys.workers), RedisCommand("ZCARD", keys.done),
            RedisCommand("GETRANGE", keys.seq, 0, -1), RedisCommand("ZCARD", keys.deadLetters[0]),
            RedisCommand(
                "HMGET",
                keys.deadLetters[7],
                "bytes",
                "dropped:count",
                "dropped:age",
                "dropped:bytes"
            ),
        ])
        return try QueueStatistics(replies)
    }

    /// See `JobQueueInspector`.
    public func workers(limit: Int) async throws(JobQueueError) -> [WorkerSighting] {
        let listed = try await execute(
            RedisCommand("ZRANGE", keys.workers, 0, .integer(limit - 1), "REV", "WITHSCORES")
        )
        let items = listed.array ?? []
        let pairs = stride(from: 0, to: items.count - 1, by: 2).compactMap { index in
            items[index].bytes.flatMap { id in items[index + 1].int.map { (id, Moment(milliseconds: $0)) } }
        }
        guard !pairs.isEmpty else { return [] }
        let ids = pairs.map { String(decoding: $0.0, as: UTF8.self) }
        let replies = try await askAll([
            RedisCommand("HMGET", arguments: [keys.workersInfo] + pairs.map { .bytes($0.0) }),
            RedisCommand("HMGET", arguments: [keys.control] + ids.map(keys.quietMark)),
        ])
        let (states, marks) = (replies[0].array ?? [], replies[1].array ?? [])
        guard states.count == pairs.count, marks.count == pairs.count else { throw .unexpected("HMGET") }
        return pairs.indices.map { index in
            let status = states[index].bytes.flatMap { (try? JSONValue(parsing: $0))?.objectValue }
            return WorkerSighting(
                id: ids[index],
                lastBeat: pairs[index].1,
                status: status ?? [:],
                isQuieted: !marks[index].isNull
            )
        }
    }

    /// See `JobQueueInspector`.
    public func job(id: String) async throws(JobQueueError) -> JobSighting? {
        let known = try await askAll([
            RedisCommand("HGET", keys.flight, .string("#\(id)")), RedisCommand("ZSCORE", keys.done, .string(id)),
            RedisCommand("ZSCORE", keys.cancel, .string(id)),
        ])
        var run: JobSighting.Run?
        if let delivery = known[0].string.flatMap({ Int64($0) }) { run = try await self.run(of: delivery) }
        let moments = known[1...2].map { $0.int.map(Moment.init(milliseconds:)) }
        guard run != nil || moments[0] != nil || moments[1] != nil else { return nil }
        return JobSighting(run: run, answeredAt: moments[0], cancelRequestedAt: moments[1])
    }

    private func run(of delivery: Int64) async throws(JobQueueError) -> JobSighting.Run? {
        let replies = try await askAll([
            RedisCommand("HMGET", keys.flight, .delivery(delivery), .string("@\(delivery)")),
            RedisCommand("ZSCORE", keys.lease, .delivery(delivery)),
        ])
        guard let flight = replies[0].array, flight.count == 2, let bytes = flight[0].bytes, let end = replies[1].int
        else { return nil }
        let worker = String(decoding: flight[1].bytes?.prefix { $0 != 0x0A } ?? [], as: UTF8.self)
        return JobSighting.Run(
            delivery: delivery,
            worker: worker,
            leaseEnd: Moment(milliseconds: end),
            bytes: bytes
        )
    }

    /// See `JobQueueInspector`.
    public func waitingJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        let command = RedisCommand("LRANGE", keys.jobs, .integer(-(offset + limit)), .integer(-1 - offset))
        return (try await execute(command).array ?? []).compactMap(\.bytes).reversed()
    }

    /// See `JobQueueInspector`.
    public func firstWaitingJob() async throws(JobQueueError) -> [UInt8]? {
        let largest = RedisArgument.integer(configuration.limits.deliveryBytes)
        let reply = try await run(Transitions.first, keys: [keys.jobs], arguments: [largest])
        return reply.isNull ? nil : reply.bytes ?? []
    }

    /// See `JobQueueInspector`.
    public func delayedJobs(offset: Int, limit: Int) async throws(JobQueueError) -> [DelayedJob] {
        let listed = try await execute(
            RedisCommand("ZRANGE", keys.later, .integer(offset), .integer(offset + limit - 1), "WITHSCORES")
        )
        let items = listed.array ?? []
        guard !items.isEmpty else { return [] }
        let deliveries = stride(from: 0, to: items.count - 1, by: 2).map { items[$0].bytes ?? [] }
        let dues = stride(from: 1, to: items.count, by: 2).map { Moment(milliseconds: items[$0].int ?? 0) }
        let command = RedisCommand("HMGET", arguments: [keys.laterBytes] + deliveries.map { .bytes($0) })
        let bodies = try await execute(command).array ?? []
        return deliveries.indices.prefix(bodies.count).compactMap { index in
            let delivery = Int64(String(decoding: deliveries[index], as: UTF8.self)) ?? 0
            return bodies[index].bytes.map { DelayedJob(delivery: delivery, due: dues[index], bytes: $0) }
        }
    }

    /// About how many bytes of Redis' memory each of the queue's keys takes, the largest first; stages and blobs not
    /// counted.
    public func memory() async throws(JobQueueError) -> [(key: String, bytes: Int)] {
        let names = keys.all
        let replies = try await ask(names.map { RedisCommand("MEMORY", "USAGE", .string($0), "SAMPLES", 20) })
        let sizes = zip(names, replies).compactMap { name, reply in reply.int.map { (key: name, bytes: $0) } }
        return sizes.sorted { $0.bytes > $1.bytes }
    }
}

extension QueueStatistics {
    /// Reads the replies to what ``RedisJobQueue/statistics()`` asks.
    fileprivate init(_ replies: [RESPValue]) throws(JobQueueError) {
        let time = (replies[0].array ?? []).compactMap(\.int)
        guard replies.count == 13, time.count == 2 else { throw .unexpected("TIME") }
        let now = Moment(milliseconds: time[0] * 1000 + time[1] / 1000)
        let dead = (replies[12].array ?? []).map { $0.int ?? 0 }
        guard dead.count == 4 else { throw .unexpected("HMGET") }
        self.init(
            now: now,
            mode: JobQueueMode(stored: replies[1].string),
            waiting: replies[2].int ?? 0,
            inFlight: replies[3].int ?? 0,
            delayed: replies[4].int ?? 0,
            delayedBegun: replies[5].int ?? 0,
            nextDue: replies[6].array?.last?.int.map(Moment.init(milliseconds:)),
            results: replies[7].int ?? 0,
            workers: replies[8].int ?? 0,
            remembered: replies[9].int ?? 0,
            lastDelivery: replies[10].string.flatMap { Int64($0) } ?? 0,
            deadLetters: DeadLetterTotals(
                now: now,
                count: replies[11].int ?? 0,
                bytes: dead[0],
                droppedByCount: dead[1],
                droppedByAge: dead[2],
                droppedByBytes: dead[3]
            )
        )
    }
}
