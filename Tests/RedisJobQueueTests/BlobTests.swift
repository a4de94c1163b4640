// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis
import RedisJobQueue
import TestTraits
import Testing

@Suite(.limitedParallelism) struct BlobTests {
    @Test func aBlobIsReadBackUpToTheLimit() async throws {
        try await QueueFixture.with { fixture in
            let key = try await fixture.queue.storeBlob([1, 2, 3, 4], digest: "abc")
            #expect(try await fixture.queue.blob(key, maximumBytes: 10) == [1, 2, 3, 4])
            #expect(try await fixture.queue.blob(key, maximumBytes: 2) == [1, 2, 3])
            #expect(try await fixture.queue.blob(key + "d", maximumBytes: 10) == nil)
        }
    }

    /// A dead letter is of use only with its pages.
    @Test func theBlobsOfADeadLetterAreKeptWithIt() async throws {
        var configuration = RedisJobQueueConfiguration()
        configuration.limits.deadLettersAge = .seconds(90 * 86_400)
        try await QueueFixture.with(configuration) { fixture in
            let queue = fixture.queue
            let digests = (0..<3).map { String(repeating: "\($0)", count: 64) }
            var keys: [String] = []
            for digest in digests { keys.append(try await queue.storeBlob([1], digest: digest)) }
            let uris = keys.prefix(2).map { #""blob:\#($0)""# }.joined(separator: ",")
            let job = #"{"id":"x","payload":{"files":[\#(uris)]}}"#
            try await queue.enqueue([.init(job)])
            let number = try await queue.claim(upTo: 1, worker: "a", lease: .seconds(30)).deliveries[0].number
            let letter = ConformanceFixture.letter("dl-\(number)", job: "x")
            let bury = Settlement.bury(letter, original: .init(job), result: .init("r"))
            #expect(try await queue.settle(number, worker: "a", as: bury) == .settled)
            var days: [Int] = []
            for key in keys {
                let left = try await fixture.redis.execute(RedisCommand("TTL", .string(key))).int ?? 0
                days.append((left + 3600) / 86_400)
            }
            #expect(days == [90, 90, 7])
        }
    }

    @Test func aBlobOutlivesTheDelayOfItsJob() async throws {
        try await QueueFixture.with { fixture in
            let key = try await fixture.queue.storeBlob([1], digest: "abc", delay: .seconds(30 * 86_400))
            let left = try await fixture.redis.execute(RedisCommand("TTL", .string(key))).int ?? 0
            #expect((left + 3600) / 86_400 == 37)
        }
    }

    @Test func noOtherKeyCanBeReadAsABlob() async throws {
        try await QueueFixture.with { fixture in
            _ = try await fixture.redis.execute(RedisCommand("SET", "{other}:blob:abc", "secret"))
            #expect(try await fixture.queue.blob("{other}:blob:abc", maximumBytes: 10) == nil)
            #expect(try await fixture.queue.blob("{vote-extraction}:jobs", maximumBytes: 10) == nil)
        }
    }
}
