// SPDX-License-Identifier: Apache-2.0

import JSON
public import JobQueue
import Redis

extension RedisJobQueue: JobQueueDriver {
    /// The queue's name.
    public var queueName: String { configuration.queue }

    /// `redis`, Valkey or not.
    public var messagingSystem: String { "redis" }

    /// Pushes jobs onto the jobs list. Not repeated when the connection breaks: the same id twice is one job, but a
    /// producer should know that the outcome is open.
    public func enqueue(_ envelopes: [[UInt8]]) async throws(JobQueueError) {
        for start in stride(from: 0, to: envelopes.count, by: 100) {
            let slice = envelopes[start..<min(start + 100, envelopes.count)]
            let command = RedisCommand("LPUSH", arguments: [keys.jobs] + slice.map { .bytes($0) })
            let reply = try await execute(command, isRepeatable: false)
            guard case .integer(let length) = reply, length >= slice.count else { throw .unexpected("LPUSH") }
        }
    }

    /// See `JobQueueDriver`. A claim whose reply was lost is not repeated: its leases end, and it is taken over.
    public func claim(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> ClaimedBatch {
        let reply = try await run(
            Transitions.claim,
            keys: [
                keys.control, keys.results, keys.later, keys.laterBytes, keys.jobs, keys.stage(worker), keys.seq,
                keys.flight, keys.lease, keys.workers, keys.laterBegun,
            ],
            arguments: [
                .string(worker), .integer(count), .integer(lease.milliseconds),
                .integer(configuration.limits.resultsCap), .integer(configuration.limits.deliveryBytes),
            ],
            isRepeatable: false
        )
        return try ClaimedBatch(reply)
    }

    /// Moves one job to the worker's stage list, from which the next claim takes it.
    public func waitForJobs(worker: String, timeout: Duration) async throws(JobQueueError) {
        let seconds = max(timeout, .milliseconds(10)) / .seconds(1)
        let command = RedisCommand("BLMOVE", keys.jobs, keys.stage(worker), "RIGHT", "LEFT", .string("\(seconds)"))
        do {
            _ = try await blocking.execute(command, timeout: timeout + blocking.configuration.commandTimeout)
        } catch {
            throw await explained(error)
        }
    }

    /// Unblocks the blocking connection.
    public func interruptWait() async {
        _ = try? await commands.unblock(blocking)
    }

    /// See `JobQueueDriver`.
    public func start(_ jobs: [JobStart], worker: String) async throws(JobQueueError) -> [StartDecision] {
        var arguments: [RedisArgument] = [
            .string(worker), .integer(configuration.limits.deduplicationWindow.milliseconds),
            .integer(configuration.limits.cancelWindow.milliseconds),
        ]
        arguments.reserveCapacity(3 + 3 * jobs.count)
        for job in jobs { arguments.append(.delivery(job.delivery)) }
        for job in jobs { arguments.append(.string(job.jobID)) }
        for job in jobs { arguments.append(job.knownSince.map { .integer($0.milliseconds) } ?? "") }
        let reply = try await run(
            Transitions.start,
            keys: [keys.flight, keys.lease, keys.done, keys.cancel],
            arguments: arguments
        )
        return try decoded(reply, count: jobs.count, by: StartDecision.init(rawValue:), of: "start")
    }

    /// See `JobQueueDriver`.
    public func beat(
        worker: String,
        status: [UInt8],
        deliveries: [Int64],
        lease: Duration
    ) async throws(JobQueueError) -> HeartbeatReply {
        var reply = HeartbeatReply(lost: [], cancelled: [])
        for start in stride(from: 0, to: max(deliveries.count, 1), by: 1000) {
            let slice = deliveries[start..<min(start + 1000, deliveries.count)]
            let answer = try await run(
                Transitions.beat,
                keys: [keys.flight, keys.lease, keys.workers, keys.workersInfo, keys.cancel, keys.control],
                arguments: [.string(worker), .integer(lease.milliseconds), .bytes(status)]
                    + slice.map { .delivery($0) }
            )
            guard let lists = answer.array, lists.count == 3 else { throw .unexpected("beat") }
            reply.lost += lists[0].deliveries
            reply.cancelled += lists[1].deliveries
            reply.isQuieted = lists[2].int == 1
        }
        return reply
    }

    /// See `JobQueueDriver`.
    public func settle(_ jobs: [JobSettlement], worker: String) async throws(JobQueueError) -> [SettlementReply] {
        var arguments: [RedisArgument] = [
            .string(worker), .integer(configuration.limits.deduplicationWindow.milliseconds),
            .integer(configuration.limits.deduplicationCap),
        ]
        arguments += deadLetterCaps
        jobs.append(to: &arguments)
        let reply = try await run(
            Transitions.settle,
            keys: [
                keys.flight, keys.lease, keys.jobs, keys.later, keys.laterBytes, keys.done,
                keys.results, keys.cancel,
            ] + keys.deadLetters + [keys.control, keys.laterBegun],
            arguments: arguments
        )
        await keepBlobs(of: jobs.compactMap(\.buriedOriginal))
        return try decoded(reply, count: jobs.count, by: SettlementReply.init(rawValue:), of: "settle")
    }

    /// See `JobQueueDriver`.
    public func takeOver(upTo count: Int, worker: String, lease: Duration) async throws(JobQueueError) -> [Orphan] {
        while true {
            let reply = try await run(
                Transitions.takeover,
                keys: [keys.flight, keys.lease, keys.seq, keys.workers, keys.workersInfo],
                arguments: [
                    .string(worker), .integer(count), .integer(lease.milliseconds),
                    .integer(configuration.limits.deliveryBytes),
                ],
                isRepeatable: false
            )
            guard reply.array?.first?.string == "rewound" else { return try Orphan.all(in: reply) }
            try await rebase()
        }
    }

    /// Gives leases and heartbeats that lie in the future, since the server's clock was set back, their places in its time.
    private func rebase() async throws(JobQueueError) {
        var passed = 0
        while true {
            let reply = try await run(
                Transitions.rebase,
                keys: [keys.flight, keys.lease, keys.workers, keys.workersLeft],
                arguments: [.integer(passed), 1000]
            )
            guard let count = reply.int else { throw .unexpected("rebase") }
            guard count > 0 else { return }
            passed += count
        }
    }

    /// See `JobQueueDriver`.
    public func unstageSilentWorkers(silentFor: Duration) async throws(JobQueueError) -> Int {
        let latest = RedisArgument.integer(try await now().milliseconds - silentFor.milliseconds)
        let lists = try await askAll(
            [keys.workers, keys.workersLeft].map {
                RedisCommand("ZRANGE", $0, "-inf", latest, "BYSCORE", "LIMIT", 0, 100)
            }
        )
        var count = 0
        for worker in lists.flatMap({ $0.array ?? [] }).compactMap(\.bytes) {
            count += max(try await unstage(worker, silentFor: silentFor), 0)
        }
        return count
    }

    /// See `JobQueueDriver`.
    public func now() async throws(JobQueueError) -> Moment {
        let time = (try await execute(RedisCommand("TIME")).array ?? []).compactMap(\.int)
        guard time.count == 2 else { throw .unexpected("TIME") }
        return Moment(milliseconds: time[0] * 1000 + time[1] / 1000)
    }

    /// See `JobQueueDriver`.
    public func returnStaged(worker: String) async throws(JobQueueError) {
        // Only this worker adds to its stage, one job per wait.
        let move = RedisCommand("LMOVE", keys.stage(worker), keys.jobs, "LEFT", "RIGHT")
        while try await !execute(move).isNull {}
    }

    /// See `JobQueueDriver`.
    public func leave(worker: String) async throws(JobQueueError) {
        _ = try await unstage(Array(worker.utf8), silentFor: .zero)
    }

    /// Puts back up to 100 jobs that a worker had received; returns how many, or -1 if the worker is alive.
    ///
    /// - Parameter worker: Its id as it is listed, text or not.
    func unstage(_ worker: [UInt8], silentFor: Duration) async throws(JobQueueError) -> Int {
        let reply = try await run(
            Transitions.unstage,
            keys: [
                keys.stage(worker), keys.jobs, keys.workers, keys.workersInfo, keys.workersLeft, keys.control,
            ],
            arguments: [.bytes(worker), .integer(silentFor.milliseconds)]
        )
        guard let count = reply.int else { throw .unexpected("unstage") }
        return count
    }

    /// Reads words with spaces between, most of which are the same.
    private func decoded<T>(
        _ reply: RESPValue,
        count: Int,
        by decode: (String) -> T?,
        of name: String
    ) throws(JobQueueError) -> [T] {
        let bytes = reply.bytes ?? []
        var (values, start, last): ([T], Int, Range<Int>) = ([], 0, 0..<0)
        values.reserveCapacity(count)
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
            let isSame =
                last.count == end - start && last.allSatisfy { bytes[$0] == bytes[$0 - last.lowerBound + start] }
            if isSame, let value = values.last {
                values.append(value)
            } else if let value = decode(String(decoding: bytes[start..<end], as: UTF8.self)) {
                values.append(value)
            } else {
                throw .unexpected(name)
            }
            last = start..<end
            start = end + 1
        }
        guard values.count == count else { throw .unexpected(name) }
        return values
    }
}
