// SPDX-License-Identifier: Apache-2.0

import Redis
import RedisJobQueue
import TestTraits
import Testing

@testable import JobQueue

/// What frees memory works where Redis takes no more: that is how an operator makes room again.
@Suite(.limitedParallelism) struct FullRedisTests {
    private static let lease = Duration.seconds(30)

    @Test func deadLettersAreDeleted() async throws {
        try await QueueFixture.with { fixture in
            let ids = try await bury(3, in: fixture)
            try await fill(fixture)
            #expect(try await fixture.queue.deleteDeadLetters(ids: ids) == ids)
            #expect(try await fixture.queue.deadLetterTotals().bytes == 0)
            #expect(try await fixture.length("zset", "dead:ix") == 0)
        }
    }

    @Test func deadLettersAreSentBack() async throws {
        try await QueueFixture.with { fixture in
            let ids = try await bury(3, in: fixture)
            let letters = try await fixture.queue.buriedJobs(DeadLetterFilter(), limit: 10, after: nil).letters
            try await fill(fixture)
            #expect(Set(try await fixture.queue.redrive(letters)) == Set(ids))
            #expect(try await fixture.length("list", "jobs") == 3)
        }
    }

    @Test func whatASilentWorkerReceivedGoesBack() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: Self.lease)
            try await queue.enqueue([.init("j")])
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            try await fill(fixture)
            #expect(try await queue.unstageSilentWorkers(silentFor: .zero) == 1)
            #expect(try await fixture.length("list", "jobs") == 1)
            #expect(try await fixture.length("zset", "workers") == 0)
        }
    }

    @Test func aWorkerLeavesAndHandsBackWhatItReceived() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("j")])
            try await queue.waitForJobs(worker: "a", timeout: .seconds(5))
            try await fill(fixture)
            try await queue.leave(worker: "a")
            #expect(try await fixture.length("list", "jobs") == 1)
            #expect(try await fixture.length("list", "stage:a") == 0)
        }
    }

    @Test func givingBackAndPuttingOffWork() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init("1"), .init("2")])
            let deliveries = try await fixture.queue.claim(upTo: 2, worker: "a", lease: Self.lease).deliveries
            try await fill(fixture)
            let words: [JobSettlement] = [
                JobSettlement(delivery: deliveries[0].number, as: .release),
                JobSettlement(delivery: deliveries[1].number, as: .later(bytes: .init("2"), delay: .zero)),
            ]
            #expect(try await fixture.queue.settle(words, worker: "a") == [.settled, .settled])
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    /// It frees nothing: what is taken over is run again, for which there is no room. It stays where it is.
    @Test func takingOverWaits() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init("j")])
            _ = try await fixture.queue.claim(upTo: 1, worker: "a", lease: .zero)
            try await fill(fixture)
            await #expect(throws: JobQueueError.self) {
                try await fixture.queue.takeOver(upTo: 10, worker: "r", lease: Self.lease)
            }
            #expect(try await fixture.inFlight() == [2, 1])
            try await fill(fixture, to: 0)
            let orphans = try await fixture.queue.takeOver(upTo: 10, worker: "r", lease: Self.lease)
            #expect(orphans.map(\.delivery.bytes) == [.init("j")])
        }
    }

    private func fill(_ fixture: QueueFixture, to bytes: RedisArgument = 1) async throws {
        _ = try await fixture.redis.execute(RedisCommand("CONFIG", "SET", "maxmemory", bytes))
    }

    /// Buries jobs and returns their letters' ids.
    private func bury(_ count: Int, in fixture: QueueFixture) async throws -> [String] {
        try await fixture.queue.enqueue((1...count).map { .init("j\($0)") })
        let deliveries = try await fixture.queue.claim(upTo: count, worker: "a", lease: Self.lease).deliveries
        for delivery in deliveries {
            let letter = ConformanceFixture.letter("dl-\(delivery.number)", job: nil)
            let bury = Settlement.bury(letter, original: nil, result: .init("r"))
            _ = try await fixture.queue.settle(delivery.number, worker: "a", as: bury)
        }
        return deliveries.map { "dl-\($0.number)" }
    }
}
