// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestTraits
import Testing

/// Each defect is made by hand, found, and mended with nothing lost.
@Suite(.limitedParallelism) struct AuditTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let kind: QueueDefect.Kind
        let commands: [[String]]
        var others: Set<QueueDefect.Kind> = []
        /// Letters that are listed afterwards; three are there before.
        var letters = 3

        var testDescription: String { kind.rawValue }
    }

    /// The queue holds delivery <5> (started as `runs`), <6> (claimed), <4> (put off), letters dl-<1> to dl-<3> and a line.
    private static let damages: [Damage] = [
        Damage(kind: .jobWithoutLease, commands: [["ZREM", "lease", "<5>"]]),
        Damage(kind: .jobWithoutOwner, commands: [["HDEL", "flight", "@<6>"]]),
        Damage(kind: .startedJobWithoutRun, commands: [["HDEL", "flight", "#runs"]]),
        Damage(kind: .jobStartedTwice, commands: [["HSET", "flight", "@<6>", "a\nruns"]]),
        Damage(kind: .ownerWithoutJob, commands: [["HSET", "flight", "@77", "a"]]),
        Damage(kind: .runWithoutJob, commands: [["HSET", "flight", "#gone", "77"]]),
        Damage(kind: .leaseWithoutJob, commands: [["ZADD", "lease", "1", "77"]]),
        Damage(kind: .delayedJobWithoutDue, commands: [["ZREM", "later", "<4>"]]),
        Damage(kind: .dueWithoutJob, commands: [["ZADD", "later", "1", "77"]]),
        Damage(kind: .letterWithoutRecord, commands: [["HDEL", "dead:rec", "dl-<2>"]], others: [.bytesMiscounted]),
        Damage(kind: .letterWithoutJob, commands: [["HDEL", "dead:job", "dl-<2>"]], others: [.bytesMiscounted]),
        Damage(kind: .letterWithoutIndex, commands: [["HDEL", "dead:facets", "dl-<2>"]], others: [.staleIndex]),
        Damage(kind: .letterWithoutIndex, commands: [["DEL", "dead:ix"]], others: [.groupMiscounted]),
        Damage(
            kind: .letterOutsideSet,
            commands: [["ZREM", "dead", "dl-<2>"]],
            others: [.staleIndex, .bytesMiscounted]
        ),
        Damage(kind: .strayFacets, commands: [["HSET", "dead:facets", "dl-9", "a\nb\n"]]),
        Damage(kind: .staleIndex, commands: [["ZADD", "dead:ix", "0", "class\nnone\n001790000000000\ndl-9"]]),
        Damage(kind: .groupMiscounted, commands: [["ZADD", "dead:class", "7", "input.corrupt"]]),
        Damage(kind: .groupMiscounted, commands: [["DEL", "dead:fp"]]),
        Damage(kind: .groupMiscounted, commands: [["ZADD", "dead:class", "7", "none"]]),
        Damage(kind: .bytesMiscounted, commands: [["HSET", "dead:count", "bytes", "1"]]),
        Damage(kind: .deliveryCountBehind, commands: [["SET", "seq", "2"]]),
        Damage(kind: .jobsOfSilentWorker, commands: [["LPUSH", "stage:silent", #"{"id":"staged"}"#]]),
        Damage(kind: .statusWithoutWorker, commands: [["HSET", "workers:info", "gone", "{}"]]),
    ]

    /// Returns the numbers of the deliveries.
    private func fill(_ queue: RedisJobQueue) async throws -> [Int64] {
        let jobs = ["j1", "j2", "j3", "delayed", "runs", "claimed", "waiting"]
        try await queue.enqueue(jobs.map { .init(#"{"id":"\#($0)"}"#) })
        let deliveries = try await queue.claim(upTo: 6, worker: "a", lease: .seconds(1000)).deliveries
        _ = try await queue.beat(worker: "a", status: .init("{}"), deliveries: [], lease: .seconds(1000))
        for (delivery, job) in zip(deliveries.prefix(5), jobs) {
            _ = try await queue.start(delivery.number, jobID: job, worker: "a")
        }
        for (delivery, job) in zip(deliveries.prefix(3), jobs) {
            let letter = ConformanceFixture.letter("dl-\(delivery.number)", job: job, tags: ["sheet": job])
            let bury = Settlement.bury(letter, original: nil, result: .init("r"))
            _ = try await queue.settle(delivery.number, worker: "a", as: bury)
        }
        let later = Settlement.later(bytes: deliveries[3].bytes, delay: .seconds(1000))
        _ = try await queue.settle(deliveries[3].number, worker: "a", as: later)
        return deliveries.map(\.number)
    }

    @Test(arguments: damages)
    func everyDefectIsFoundAndMended(_ damage: Damage) async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            let numbers = try await fill(queue)
            #expect(try await queue.audit(mends: false).defects == 0)
            for command in damage.commands {
                let named = numbers.enumerated().reduce(into: command) { command, number in
                    command = command.map { $0.replacing("<\(number.offset + 1)>", with: "\(number.element)") }
                }
                let arguments = ["{vote-extraction}:\(named[1])"] + named.dropFirst(2)
                _ = try await fixture.redis.execute(RedisCommand(command[0], arguments: arguments.map { .string($0) }))
            }
            let found = try await queue.audit(mends: false)
            #expect(found.counts[damage.kind] ?? 0 > 0 && found.remaining == found.defects, "\(found.counts)")
            #expect(Set(found.counts.keys).subtracting(damage.others) == [damage.kind], "\(found.counts)")
            let mended = try await queue.audit(mends: true)
            #expect(mended.remaining == 0, "\(mended.counts) \(mended.mended)")
            let after = try await queue.audit(mends: false)
            #expect(after.defects == 0, "\(after.counts)")
            try await expectNothingLost(fixture, damage)
        }
    }

    private func expectNothingLost(_ fixture: QueueFixture, _ damage: Damage) async throws {
        let queue = fixture.queue
        let letters = try await queue.buriedJobs(DeadLetterFilter(), limit: 100, after: nil).letters
        #expect(letters.count == damage.letters)
        let whole = damage.kind == .letterWithoutJob ? 2 : 3
        #expect(try await queue.redrive(letters).count == whole)
        // What was mended comes back: by takeover if its lease had ended, by the line otherwise.
        let script = """
            for _, key in ipairs(KEYS) do
              for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZADD', key, 1, member) end
            end
            """
        _ = try await fixture.redis.execute(
            RedisCommand("EVAL", .string(script), 2, "{vote-extraction}:lease", "{vote-extraction}:later")
        )
        var bytes = try await queue.takeOver(upTo: 100, worker: "r", lease: .seconds(1000)).map(\.delivery.bytes)
        bytes += try await queue.claim(upTo: 100, worker: "r", lease: .seconds(1000)).deliveries.map(\.bytes)
        let ids = try bytes.map { try JobEnvelope(decoding: $0).id }
        var expected: Set = ["j1", "j2", "j3", "delayed", "runs", "claimed", "waiting"]
        if damage.kind == .letterWithoutJob { expected.remove("j2") }
        if damage.kind == .jobsOfSilentWorker { expected.insert("staged") }
        #expect(Set(ids) == expected && ids.count == expected.count)
        #expect(try await fixture.length("hash", "dead:rec") == 3 - whole)
    }

    /// A delivery still to come would overwrite what is in flight or put off under its number.
    @Test(arguments: [false, true])
    func aCountBehindJobsIsFound(_ isPutOff: Bool) async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init(#"{"id":"j"}"#)])
            let number = try await queue.claim(upTo: 1, worker: "a", lease: .seconds(1000)).deliveries[0].number
            if isPutOff {
                let later = Settlement.later(bytes: .init(#"{"id":"j"}"#), delay: .seconds(1000))
                _ = try await queue.settle(number, worker: "a", as: later)
            }
            _ = try await fixture.redis.execute(RedisCommand("DEL", "{vote-extraction}:seq"))
            #expect(try await queue.audit(mends: false).counts == [.deliveryCountBehind: 1])
            #expect(try await queue.audit(mends: true).remaining == 0)
            #expect(try await queue.audit(mends: false).defects == 0)
            #expect(try await queue.statistics().lastDelivery == number)
        }
    }

    /// No delivery would get there within a lifetime; to go on behind it would move all that come.
    @Test func theCountIsNotRaisedFarAhead() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            let numbers = try await fill(queue)
            let last = try await queue.statistics().lastDelivery
            let far = "1125899906842623"
            for (key, value) in [("flight", #"{"id":"far"}"#), ("later:rec", #"{"id":"far too"}"#)] {
                _ = try await fixture.redis.execute(
                    RedisCommand("HSET", .string("{vote-extraction}:\(key)"), .string(far), .string(value))
                )
            }
            _ = try await fixture.redis.execute(
                RedisCommand("HSET", "{vote-extraction}:flight", .string("@\(far)"), "a")
            )
            for key in ["lease", "later"] {
                let name = RedisArgument.string("{vote-extraction}:\(key)")
                _ = try await fixture.redis.execute(RedisCommand("ZADD", name, "9999999999999", .string(far)))
            }
            #expect(try await queue.audit(mends: true).defects == 0)
            #expect(try await queue.statistics().lastDelivery == last && numbers.max() == last)
        }
    }

    @Test func aForeignKeyIsReportedAndLeftAlone() async throws {
        try await QueueFixture.with { fixture in
            _ = try await fixture.redis.execute(RedisCommand("SET", "{vote-extraction}:dead", "x"))
            let audit = try await fixture.queue.audit(mends: true)
            #expect(audit.counts == [.wrongType: 1] && audit.remaining == 1)
            #expect(audit.samples.map(\.subject) == ["{vote-extraction}:dead"])
        }
    }

    /// Whoever comes upon it first names the key, whatever they asked for.
    @Test(arguments: ["flight", "lease", "later:rec", "done", "workers", "results"])
    func aForeignKeyIsNamedByWhoMeetsIt(_ name: String) async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            let key = "{vote-extraction}:\(name)"
            _ = try await fixture.redis.execute(RedisCommand("SET", .string(key), "x"))
            try await queue.enqueue([.init(#"{"id":"j"}"#)])
            let asks: [() async throws -> Void] = [
                { _ = try await queue.statistics() },
                { _ = try await queue.workers(limit: 1) },
                { _ = try await queue.claim(upTo: 1, worker: "w", lease: .seconds(30)) },
                { _ = try await queue.cancel(["j"]) },
                { _ = try await queue.job(id: "j") },
                { _ = try await queue.delayedJobs(offset: 0, limit: 1) },
            ]
            var errors: [JobQueueError] = []
            for ask in asks {
                do { try await ask() } catch let error as JobQueueError { errors.append(error) }
            }
            #expect(!errors.isEmpty || name == "later:rec")
            for error in errors { #expect(error.code == .refused && error.message.contains(key), "\(error)") }
        }
    }

    /// More of everything than one slice holds, while the queue works on.
    @Test func aBusyQueueHasNoDefects() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue((0..<1200).map { .init(#"{"id":"j\#($0)"}"#) })
            async let work: Void = {
                for _ in 0..<12 {
                    let deliveries = try await queue.claim(upTo: 100, worker: "a", lease: .seconds(100)).deliveries
                    let starts = deliveries.map { JobStart(delivery: $0.number, jobID: "j\($0.number - 1)") }
                    _ = try await queue.start(starts, worker: "a")
                    let settlements = deliveries.map { delivery in
                        let letter = ConformanceFixture.letter("dl-\(delivery.number)", job: "j\(delivery.number - 1)")
                        return JobSettlement(
                            delivery: delivery.number,
                            as: .bury(letter, original: nil, result: .init("r"))
                        )
                    }
                    _ = try await queue.settle(settlements, worker: "a")
                }
            }()
            for _ in 0..<5 { #expect(try await queue.audit(mends: true).defects == 0) }
            try await work
            #expect(try await queue.audit(mends: false).defects == 0)
            #expect(try await queue.deadLetterCount() == 1200)
        }
    }

    @Test func theServerTellsOfItself() async throws {
        try await QueueFixture.with { fixture in
            let facts = try await fixture.queue.server()
            #expect(facts.evictionPolicy == "noeviction" && facts.role == "master" && facts.hasAppendOnlyFile == false)
            #expect(facts.clockSkew > .seconds(-5) && facts.clockSkew < .seconds(5))
            #expect(try await fixture.queue.memory().isEmpty)
            try await fixture.queue.enqueue([.init("j")])
            #expect(try await fixture.queue.memory().map(\.key) == ["{vote-extraction}:jobs"])
        }
    }
}
