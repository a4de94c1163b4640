// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestTraits
import Testing

@Suite(.limitedParallelism) struct BlobTests {
    @Test func aBlobIsReadBackUpToTheLimit() async throws {
        try await QueueFixture.with { fixture in
            let key = try await fixture.queue.storeBlob([1, 2, 3, 4], named: "abc")
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
            for digest in digests { keys.append(try await queue.storeBlob([1], named: digest)) }
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

    /// Hides a value from whoever looks for it in clear.
    private struct Backwards: JobSeal {
        func seal(_ value: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue {
            ["alg": "none", "kid": "k", "text": .string(String(value.text.reversed()))]
        }

        func open(_ sealed: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue { .null }
    }

    @Test(arguments: [true, false])
    func theBlobsOfASealedDeadLetterAreKeptWithIt(_ isWhole: Bool) async throws {
        var configuration = RedisJobQueueConfiguration()
        configuration.limits.deadLettersAge = .seconds(90 * 86_400)
        try await QueueFixture.with(configuration) { fixture in
            let queue = fixture.queue
            var keys: [String] = []
            for digit in ["a", "b"] {
                keys.append(try await queue.storeBlob([1], named: String(repeating: digit, count: 64)))
            }
            let job = Array(#"{"id":"x","payload":{"files":[{"uri":"blob:\#(keys[0])"}]}}"#.utf8)
            try await queue.enqueue([job])
            let number = try await queue.claim(upTo: 1, worker: "a", lease: .seconds(30)).deliveries[0].number
            let sealed =
                isWhole
                ? try SealedForm.sealed(envelope: job, of: "x", with: Backwards())
                : try SealedForm.sealed(job: job, with: Backwards())
            let letter = ConformanceFixture.letter("dl-\(number)", job: "x")
            let bury = Settlement.bury(letter, original: sealed, result: .init("r"))
            #expect(try await queue.settle(number, worker: "a", as: bury) == .settled)
            var days: [Int] = []
            for key in keys {
                let left = try await fixture.redis.execute(RedisCommand("PTTL", .string(key))).int ?? 0
                days.append((left + 3_600_000) / 86_400_000)
            }
            #expect(days == [90, 7])
        }
    }

    @Test func aBlobThatIsStoredAgainLivesNoShorter() async throws {
        try await QueueFixture.with { fixture in
            var days: [Int] = []
            for (number, delay) in [30, 0, 60].enumerated() {
                let life = Duration.seconds(delay * 86_400)
                let key = try await fixture.queue.storeBlob([UInt8(number)], named: "abc", delay: life)
                let left = try await fixture.redis.execute(RedisCommand("TTL", .string(key))).int ?? 0
                days.append((left + 3600) / 86_400)
                #expect(try await fixture.queue.blob(key, maximumBytes: 10) == [UInt8(number)])
            }
            #expect(days == [37, 37, 67])
        }
    }

    @Test func aBlobOutlivesTheDelayOfItsJob() async throws {
        try await QueueFixture.with { fixture in
            let key = try await fixture.queue.storeBlob([1], named: "abc", delay: .seconds(30 * 86_400))
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
