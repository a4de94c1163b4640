// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// Redis undoes nothing of a script that fails half-way, as for want of a right: no job may be lost by that.
@Suite(.limitedParallelism) struct PartialFailureTests {
    /// What is done with five jobs while the server refuses one command.
    enum Step: String, CaseIterable, Sendable {
        case claim, claimOfStaged, claimOfDue, claimDraining, start, finish, later, release, bury, buryUnreadable, mixed
        case takeOver, leave, redrive
    }

    private static let jobs = Set((0..<5).map { "j\($0)" })
    private static let commands = [
        "EXISTS", "HDEL", "HEXISTS", "HGET", "HINCRBY", "HMGET", "HSET", "HSTRLEN", "INCR", "INCRBY", "LLEN", "LPUSH",
        "LRANGE", "LTRIM", "RPOP", "RPUSH", "TIME", "ZADD", "ZCARD", "ZINCRBY", "ZMSCORE", "ZPOPMIN", "ZRANGE", "ZREM",
        "ZSCORE",
    ]

    @Test(arguments: Step.allCases)
    func noJobIsLostWhicheverCommandIsRefused(_ step: Step) async throws {
        try await withEachRefused { command, limited, fixture in
            let change = try await prepare(step, fixture.queue)
            #expect(try await Self.reachable(fixture.redis) == Self.jobs, "before \(step)")
            try? await change(limited)
            #expect(try await Self.reachable(fixture.redis) == Self.jobs, "\(step) without \(command)")
        }
    }

    /// What is tried again and again meanwhile, under a new number where it was taken over, must not grow.
    @Test(arguments: Step.allCases)
    func noJobIsCopiedWhicheverCommandIsRefused(_ step: Step) async throws {
        try await withEachRefused { command, limited, fixture in
            let change = try await prepare(step, fixture.queue)
            for _ in 0..<3 { try? await change(limited) }
            let copies = try await Self.copies(fixture.redis).filter { $0.value > 1 }
            #expect(copies.isEmpty, "\(step) without \(command)")
        }
    }

    /// Runs `body` for each command with an empty Redis and a user who may do all but that.
    private func withEachRefused(
        _ body: (_ command: String, _ limited: RedisJobQueue, QueueFixture) async throws -> Void
    ) async throws {
        try await QueueFixture.with { fixture in
            var redis = try RedisConfiguration(url: fixture.server.url)
            redis.username = "limited"
            redis.password = "any"
            let limited = RedisJobQueue(redis: redis, logger: QueueFixture.logger)
            for command in Self.commands {
                _ = try await fixture.redis.execute(RedisCommand("FLUSHALL"))
                let rules: [RedisArgument] = ["reset", "on", "nopass", "~*", "+@all", .string("-\(command)")]
                _ = try await fixture.redis.execute(RedisCommand("ACL", arguments: ["SETUSER", "limited"] + rules))
                try await body(command, limited, fixture)
            }
            await limited.close()
        }
    }

    @Test(arguments: ["flight", "lease", "seq"])
    func noJobIsLostWhereAKeyIsOfAnotherType(_ key: String) async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue(Self.jobs.sorted().map { .init($0) })
            _ = try await fixture.redis.execute(RedisCommand("SET", .string("{vote-extraction}:\(key)"), "x"))
            await #expect(throws: JobQueueError.self) {
                try await fixture.queue.claim(upTo: 5, worker: "a", lease: .seconds(30))
            }
            #expect(try await fixture.length("list", "jobs") == 5)
        }
    }

    @Test func aClaimOfTooManyIsCutShort() async throws {
        try await QueueFixture.with { fixture in
            for _ in 0..<3 { try await fixture.queue.enqueue((0..<1000).map { .init("\($0)") }) }
            let batch = try await fixture.queue.claim(upTo: 3000, worker: "a", lease: .zero)
            #expect(batch.deliveries.count == 100)
            #expect(try await fixture.length("list", "jobs") == 2900)
            #expect(try await fixture.queue.takeOver(upTo: 3000, worker: "r", lease: .seconds(30)).count == 100)
        }
    }

    /// Prepares the jobs for the step and returns it.
    private func prepare(
        _ step: Step,
        _ queue: RedisJobQueue
    ) async throws -> (RedisJobQueue) async throws -> Void {
        try await queue.enqueue(Self.jobs.sorted().map { .init($0) })
        let lease = Duration.seconds(30)
        switch step {
        case .claim: break
        case .claimOfStaged, .leave:
            _ = try await queue.beat(worker: "w", status: .init("{}"), deliveries: [], lease: lease)
            for _ in 0..<3 { try await queue.waitForJobs(worker: "w", timeout: .seconds(5)) }
        case .claimOfDue, .claimDraining:
            _ = try await settleAll(queue) { .later(bytes: .init($0), delay: .zero) }(queue)
            if step == .claimDraining { try await queue.setMode(.draining) }
        case .start:
            let numbers = try await queue.claim(upTo: 5, worker: "w", lease: lease).deliveries.map(\.number)
            let starts = zip(numbers, Self.jobs.sorted()).map { JobStart(delivery: $0, jobID: $1) }
            return { _ = try await $0.start(starts, worker: "w") }
        case .finish: return try await settleAll(queue) { .finish(jobID: $0, result: .init($0)) }
        case .later: return try await settleAll(queue) { .later(bytes: .init($0), delay: .seconds(60)) }
        case .release: return try await settleAll(queue) { _ in .release }
        case .bury: return try await buryAll(queue)
        case .buryUnreadable: return try await settleAll(queue) { Self.burial(of: $0, isReadable: false) }
        case .mixed:
            return try await settleAll(queue) { job in
                switch job {
                case "j0": .release
                case "j1": Self.burial(of: job, isReadable: false)
                case "j2": Self.burial(of: job, isReadable: true)
                case "j3": .later(bytes: .init(job), delay: .seconds(60))
                default: .finish(jobID: job, result: .init(job))
                }
            }
        case .takeOver:
            let numbers = try await queue.claim(upTo: 5, worker: "w", lease: .zero).deliveries.map(\.number)
            let starts = numbers.prefix(3).map { JobStart(delivery: $0, jobID: "\($0)") }
            _ = try await queue.start(starts, worker: "w")
            return { _ = try await $0.takeOver(upTo: 10, worker: "r", lease: lease) }
        case .redrive:
            try await buryAll(queue)(queue)
            let letters = try await queue.buriedJobs(DeadLetterFilter(), limit: 10, after: nil).letters
            return { _ = try await $0.redrive(letters) }
        }
        guard step != .leave else { return { try await $0.leave(worker: "w") } }
        return { _ = try await $0.claim(upTo: 4, worker: "w", lease: lease) }
    }

    private func buryAll(_ queue: RedisJobQueue) async throws -> (RedisJobQueue) async throws -> Void {
        try await settleAll(queue) { Self.burial(of: $0, isReadable: true) }
    }

    /// Under another id each time, as when the job was taken over meanwhile.
    private static func burial(of job: String, isReadable: Bool) -> Settlement {
        let letter = ConformanceFixture.letter(
            "dl-\(UInt32.random(in: .min ... .max))",
            job: isReadable ? job : nil
        )
        return .bury(letter, original: nil, result: .init("failed \(job)"))
    }

    /// Has `w` start all jobs, and returns how it settles them.
    private func settleAll(
        _ queue: RedisJobQueue,
        as settlement: @escaping (String) -> Settlement
    ) async throws -> (RedisJobQueue) async throws -> Void {
        let deliveries = try await queue.claim(upTo: 5, worker: "w", lease: .seconds(30)).deliveries
        let jobs = deliveries.map { String(decoding: $0.bytes, as: UTF8.self) }
        let starts = zip(deliveries, jobs).map { JobStart(delivery: $0.number, jobID: $1) }
        _ = try await queue.start(starts, worker: "w")
        return { queue in
            let settlements = zip(deliveries, jobs).map { JobSettlement(delivery: $0.number, as: settlement($1)) }
            _ = try await queue.settle(settlements, worker: "w")
        }
    }

    /// All jobs that somebody would come upon: what is in flight has a lease, what is put off a due time, what is dead is
    /// listed. What has its answer counts too.
    private static func reachable(_ redis: RedisConnection) async throws -> Set<String> {
        let script = """
            local p, found = '{vote-extraction}:', {}
            local function add(values) for _, value in ipairs(values) do found[#found + 1] = value end end
            local function listed(set, hash)
              for _, name in ipairs(redis.call('ZRANGE', p .. set, 0, -1)) do
                add({redis.call('HGET', p .. hash, name) or nil})
              end
            end
            add(redis.call('LRANGE', p .. 'jobs', 0, -1))
            add(redis.call('LRANGE', p .. 'stage:w', 0, -1))
            add(redis.call('LRANGE', p .. 'results', 0, -1))
            listed('lease', 'flight')
            listed('later', 'later:rec')
            listed('dead', 'dead:job')
            return found
            """
        let found = try await redis.execute(RedisCommand("EVAL", .string(script), 0)).array ?? []
        return Set(found.compactMap(\.string)).intersection(jobs.union(["lost"]))
    }

    /// How often each job is anywhere to be run, and `result …` how often each result was written.
    private static func copies(_ redis: RedisConnection) async throws -> [String: Int] {
        let script = """
            local p, found = '{vote-extraction}:', {}
            local function add(values) for _, value in ipairs(values) do found[#found + 1] = value end end
            for _, list in ipairs({'jobs', 'stage:w', 'stage:v'}) do add(redis.call('LRANGE', p .. list, 0, -1)) end
            for _, hash in ipairs({'flight', 'later:rec', 'dead:job'}) do
              local all = redis.call('HGETALL', p .. hash)
              for i = 1, #all, 2 do
                if not string.find(all[i], '^[@#]') then add({all[i + 1]}) end
              end
            end
            for _, result in ipairs(redis.call('LRANGE', p .. 'results', 0, -1)) do add({'result ' .. result}) end
            return found
            """
        let found = try await redis.execute(RedisCommand("EVAL", .string(script), 0)).array ?? []
        return found.compactMap(\.string).reduce(into: [:]) { counts, job in counts[job, default: 0] += 1 }
    }
}
