// SPDX-License-Identifier: Apache-2.0

import JSON
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

@testable import JobQueue

/// What only the queue in Redis can show; what all drivers share is in the conformance suite.
@Suite(.limitedParallelism) struct TransitionTests {
    private static let lease = Duration.seconds(30)

    private func letter(_ id: String, job: String?, type: String = "input.corrupt", message: String = "m") -> DeadLetter
    {
        DeadLetter(
            id: id,
            jobID: job,
            type: nil,
            failure: JobFailure(errorType: type, message: message, stage: "fetch"),
            reason: .notRetryable,
            diedAt: .now,
            firstSeenAt: nil,
            worker: "a",
            redrives: 0,
            headers: [:],
            tags: [:],
            attempts: [],
            droppedAttempts: 0
        )
    }

    private func claimOne(
        _ queue: RedisJobQueue,
        worker: String = "a",
        lease: Duration = lease
    ) async throws -> Delivery {
        let batch = try await queue.claim(upTo: 1, worker: worker, lease: lease)
        return try #require(batch.deliveries.first)
    }

    @Test func finishAnswersOnceAndTellsARepeatFromALoss() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j")])
            let delivery = try await claimOne(queue)
            #expect(try await queue.start(delivery.number, jobID: "x", worker: "a") == .run)
            #expect(try await queue.start(delivery.number, jobID: "x", worker: "a") == .run)
            let finish = Settlement.finish(jobID: "x", result: .init("r"))
            #expect(try await queue.settle(delivery.number, worker: "b", as: finish) == .lost)
            #expect(try await queue.settle(delivery.number, worker: "a", as: finish) == .settled)
            #expect(try await queue.settle(delivery.number, worker: "a", as: finish) == .answered)
            #expect(try await queue.resultCount() == 1)
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    /// Else each job of a worker with few slots would be searched for among all the others.
    @Test func leasesAreNotSearchedFromEndToEndHoweverFewThereAre() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init("1"), .init("2")])
            for count in 1...2 {
                _ = try await claimOne(fixture.queue)
                let encoding = RedisCommand("OBJECT", "ENCODING", "{vote-extraction}:lease")
                #expect(try await fixture.redis.execute(encoding).string == "skiplist")
                #expect(try await fixture.length("zset", "lease") == count)
            }
        }
    }

    /// Such as those of a program in another language, which may name itself as it likes.
    @Test func aWorkerWhoseNameIsNoTextIsLookedAfter() async throws {
        try await QueueFixture.with { fixture in
            let name: [UInt8] = [0x77, 0xFF, 0xFE]
            let stage = RedisArgument.bytes(Array("{vote-extraction}:stage:".utf8) + name)
            _ = try await fixture.redis.execute(RedisCommand("LPUSH", stage, "staged"))
            _ = try await fixture.redis.execute(RedisCommand("ZADD", "{vote-extraction}:workers", 1, .bytes(name)))
            _ = try await fixture.redis.execute(RedisCommand("HSET", "{vote-extraction}:flight", "7", "j"))
            _ = try await fixture.redis.execute(
                RedisCommand("HSET", "{vote-extraction}:flight", "@7", .bytes(name + [0x0A, 0x78]))
            )
            _ = try await fixture.redis.execute(RedisCommand("ZADD", "{vote-extraction}:lease", 1, "7"))
            #expect(try await fixture.queue.workers(limit: 10).count == 1)
            #expect(try await fixture.queue.unstageSilentWorkers(silentFor: .seconds(90)) == 1)
            #expect(try await fixture.queue.waitingJobs(offset: 0, limit: 10) == [.init("staged")])
            let orphans = try await fixture.queue.takeOver(upTo: 10, worker: "r", lease: Self.lease)
            #expect(orphans.map(\.delivery.bytes) == [.init("j")] && orphans.map(\.startedJobID) == ["x"])
        }
    }

    @Test func whatAPushIsAnsweredIsLookedAt() async throws {
        var options = RedisServerOptions()
        options.configuration = [#"rename-command LPUSH """#, "rename-command MGET LPUSH"]
        try await withRedisServer(options) { server in
            let queue = try RedisJobQueue(url: server.url, logger: QueueFixture.logger)
            await #expect(throws: JobQueueError.self) { try await queue.enqueue([.init("j")]) }
            await queue.close()
        }
    }

    @Test func whoRemovesResultsLearnsHowManyWereThere() async throws {
        try await QueueFixture.with { fixture in
            _ = try await fixture.redis.execute(RedisCommand("RPUSH", "{vote-extraction}:results", "a", "b", "c"))
            let results = try await fixture.queue.peekResults(limit: 2)
            #expect(try await fixture.queue.removeResults(results) == 2)
            #expect(try await fixture.queue.removeResults(results) == 0)
            #expect(try await fixture.queue.resultCount() == 1)
        }
    }

    @Test func largeJobsAreHandedOutFewAtATime() async throws {
        var configuration = RedisJobQueueConfiguration()
        configuration.limits.deliveryBytes = 64 << 20
        try await QueueFixture.with(configuration) { fixture in
            let queue = fixture.queue
            // The first two together are more than one reply may hold.
            let sizes = [40 << 20, 40 << 20, 1]
            try await queue.enqueue(sizes.map { Array(repeating: 0, count: $0) })
            for expected in [[40 << 20], [40 << 20, 1]] {
                let batch = try await queue.claim(upTo: 100, worker: "a", lease: .zero)
                #expect(batch.deliveries.map(\.bytes.count) == expected)
            }
            for expected in [[40 << 20], [40 << 20, 1]] {
                let orphans = try await queue.takeOver(upTo: 100, worker: "reaper", lease: Self.lease)
                #expect(orphans.map(\.delivery.bytes.count) == expected)
            }
        }
    }

    @Test func aFullRedisCostsNoLease() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j")])
            let delivery = try await claimOne(queue)
            _ = try await queue.start(delivery.number, jobID: "x", worker: "a")
            _ = try await fixture.redis.execute(RedisCommand("CONFIG", "SET", "maxmemory", 1))
            let reply = try await queue.beat(
                worker: "a",
                status: .init("{}"),
                deliveries: [delivery.number],
                lease: Self.lease
            )
            #expect(reply == HeartbeatReply(lost: [], cancelled: []))
            let finish = Settlement.finish(jobID: "x", result: .init("r"))
            #expect(try await queue.settle(delivery.number, worker: "a", as: finish) == .settled)
        }
    }

    /// A job that cannot even be started there would only go round.
    @Test func aFullRedisHandsNothingOut() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init("1"), .init("2")])
            let number = try await claimOne(fixture.queue).number
            let later = Settlement.later(bytes: .init("1"), delay: .zero)
            _ = try await fixture.queue.settle(number, worker: "a", as: later)
            _ = try await fixture.redis.execute(RedisCommand("CONFIG", "SET", "maxmemory", 1))
            await #expect(throws: JobQueueError.self) { try await claimOne(fixture.queue) }
            #expect(try await fixture.length("list", "jobs") == 1)
            #expect(try await fixture.length("zset", "later") == 1)
            #expect(try await fixture.inFlight() == [0, 0])
            _ = try await fixture.redis.execute(RedisCommand("CONFIG", "SET", "maxmemory", 0))
            #expect(try await claimOne(fixture.queue).bytes == .init("1"))
        }
    }

    /// Nothing was answered since, so that nobody has cleared it away.
    @Test func anAnswerOlderThanTheWindowIsNone() async throws {
        try await QueueFixture.with { fixture in
            let old = try await fixture.queue.now().milliseconds - 30 * 86_400_000
            let done = RedisArgument("{vote-extraction}:done")
            _ = try await fixture.redis.execute(
                RedisCommand("ZADD", done, .integer(old), "old", .integer(old + 29 * 86_400_000 + 3_600_000), "new")
            )
            #expect(try await fixture.queue.finished(among: ["old", "new", "none"]) == ["new"])
        }
    }

    /// As of a later version, or with a typing error.
    @Test func aModeThatIsNotKnownHoldsEverythingBack() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j")])
            _ = try await fixture.redis.execute(RedisCommand("HSET", "{vote-extraction}:ctl", "mode", "frozen"))
            let batch = try await queue.claim(upTo: 1, worker: "a", lease: Self.lease)
            #expect(batch.state == .paused && batch.deliveries.isEmpty)
            #expect(try await fixture.length("list", "jobs") == 1)
            #expect(try await queue.mode() == .paused)
            #expect(try await queue.statistics().mode == .paused)
        }
    }

    @Test func whatASilentWorkerReceivedGoesBack() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: Self.lease)
            try await queue.enqueue([.init("j")])
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            #expect(try await fixture.length("list", "stage:a") == 1)
            #expect(try await queue.unstageSilentWorkers(silentFor: .seconds(60)) == 0)
            #expect(try await queue.unstageSilentWorkers(silentFor: .zero) == 1)
            #expect(try await fixture.length("list", "jobs") == 1)
            #expect(try await fixture.length("zset", "workers") == 0)
        }
    }

    @Test func aRedriveLeavesNothingBehind() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue((1...5).map { .init("j\($0)") })
            for delivery in try await queue.claim(upTo: 5, worker: "a", lease: Self.lease).deliveries {
                let bury = Settlement.bury(letter("dl-\(delivery.number)", job: nil), original: [], result: .init("r"))
                _ = try await queue.settle(delivery.number, worker: "a", as: bury)
            }
            #expect(try await fixture.length("zset", "dead:ix") == 10)
            let letters = try await queue.buriedJobs(DeadLetterFilter(), limit: 100, after: nil).letters
            #expect(try await queue.redrive(letters).count == 5)
            for (type, key) in [
                ("zset", "dead"), ("hash", "dead:rec"), ("hash", "dead:job"), ("hash", "dead:facets"),
                ("zset", "dead:ix"), ("zset", "dead:fp"), ("zset", "dead:class"),
            ] {
                #expect(try await fixture.length(type, key) == 0, "\(key)")
            }
            #expect(try await queue.deadLetterTotals().bytes == 0)
        }
    }

    /// Of the letters, one does not fit into a command any more: the others go back in spite of it.
    @Test func aSweepPassesOverALetterThatIsTooLargeToSend() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([1, 3 << 20, 1].map { Array(repeating: UInt8(ascii: "x"), count: $0) })
            for delivery in try await fixture.queue.claim(upTo: 3, worker: "a", lease: Self.lease).deliveries {
                let bury = Settlement.bury(letter("dl-\(delivery.number)", job: nil), original: nil, result: .init("r"))
                _ = try await fixture.queue.settle(delivery.number, worker: "a", as: bury)
            }
            var redis = try RedisConfiguration(url: fixture.server.url)
            redis.maximumPendingBytes = 3 << 20
            let queue = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            let progress = try await DeadLetterSweep(queue, DeadLetterFilter()).redrive()
            #expect(progress.changed == 2 && progress.skipped == 1 && progress.matched == 3)
            #expect(try await fixture.queue.deadLetterCount() == 1)
            #expect(try await fixture.length("list", "jobs") == 2)
            await queue.close()
        }
    }

    @Test func deadLettersBeyondTheCapAreDroppedAndCounted() async throws {
        var configuration = RedisJobQueueConfiguration()
        configuration.limits.deadLettersCap = 3
        try await QueueFixture.with(configuration) { fixture in
            let queue = fixture.queue
            try await queue.enqueue((1...5).map { .init("j\($0)") })
            let deliveries = try await queue.claim(upTo: 5, worker: "a", lease: Self.lease).deliveries
            for delivery in deliveries {
                let bury = Settlement.bury(letter("dl-\(delivery.number)", job: nil), original: [], result: .init("r"))
                _ = try await queue.settle(delivery.number, worker: "a", as: bury)
            }
            #expect(try await queue.deadLetterCount() == 3)
            #expect(try await queue.deadLetter(id: "dl-\(deliveries[0].number)") == nil)
            #expect(try await queue.deadLetterTotals().droppedByCount == 2)
            #expect(try await fixture.length("hash", "dead:rec") == 3)
            #expect(try await fixture.length("zset", "dead:ix") == 6)
        }
    }

    @Test func theDeduplicationWindowIsBounded() async throws {
        var configuration = RedisJobQueueConfiguration()
        configuration.limits.deduplicationCap = 4
        try await QueueFixture.with(configuration) { fixture in
            let queue = fixture.queue
            try await queue.enqueue((1...10).map { .init("j\($0)") })
            for delivery in try await queue.claim(upTo: 10, worker: "a", lease: Self.lease).deliveries {
                _ = try await queue.start(delivery.number, jobID: "j\(delivery.number)", worker: "a")
                let finish = Settlement.finish(jobID: "j\(delivery.number)", result: .init("r"))
                _ = try await queue.settle(delivery.number, worker: "a", as: finish)
            }
            #expect(try await fixture.length("zset", "done") <= 4)
            #expect(try await queue.resultCount() == 10)
        }
    }
}
