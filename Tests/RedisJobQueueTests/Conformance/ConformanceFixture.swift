// SPDX-License-Identifier: Apache-2.0

import JSON
import Redis
import RedisJobQueue
import Synchronization

@testable import JobQueue

/// The drivers that must behave alike.
enum DriverKind: String, CaseIterable, Sendable {
    case inMemory
    case redis
}

/// One empty queue of either kind, with time that only the test moves forward.
struct ConformanceFixture: Sendable {
    static let lease = Duration.seconds(30)

    let queue: any ConformingQueue
    /// Moves the queue's time forward.
    let advance: @Sendable (Duration) async throws -> Void

    static func with(
        _ kind: DriverKind,
        limits: JobQueueLimits = .init(),
        _ body: (ConformanceFixture) async throws -> Void
    ) async throws {
        switch kind {
        case .inMemory:
            let clock = TestClock()
            let queue = InMemoryJobQueue(limits: limits) { clock.now }
            try await body(ConformanceFixture(queue: queue) { clock.advance(by: $0) })
        case .redis:
            var configuration = RedisJobQueueConfiguration()
            configuration.limits = limits
            try await QueueFixture.with(configuration) { fixture in
                let redis = fixture.redis
                try await body(ConformanceFixture(queue: fixture.queue) { try await shift(redis, by: $0) })
            }
        }
    }

    /// Redis tells the time itself, so time stands still and everything that happened moves into the past.
    private static func shift(_ redis: RedisConnection, by duration: Duration) async throws {
        let names = [
            "lease", "later", "later:begun", "done", "cancel", "reviewed", "workers", "workers:left", "dead", "dead:ix",
        ]
        let script = """
            local index = table.remove(KEYS)
            for _, key in ipairs(KEYS) do
              for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -ARGV[1], member) end
            end
            for _, member in ipairs(redis.call('ZRANGE', index, 0, -1)) do
              local group, died, id = string.match(member, '^(.*\\n)(%d+)(\\n[^\\n]*)$')
              redis.call('ZREM', index, member)
              redis.call('ZADD', index, 0, group .. string.format('%015.0f', died - ARGV[1]) .. id)
            end
            """
        var arguments: [RedisArgument] = [.string(script), .integer(names.count)]
        arguments += names.map { .string("{vote-extraction}:\($0)") }
        arguments.append(.integer(Int(duration / .milliseconds(1))))
        _ = try await redis.execute(RedisCommand("EVAL", arguments: arguments))
    }

    // MARK: Shorthands

    func claim(_ count: Int = 1, by worker: String = "a", lease: Duration = Self.lease) async throws -> [Delivery] {
        try await queue.claim(upTo: count, worker: worker, lease: lease).deliveries
    }

    func claimTexts(_ count: Int = 100) async throws -> [String] {
        try await claim(count).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Enqueues jobs, has worker `a` claim them and starts each under its own text as id.
    func started(_ jobs: [String]) async throws -> [Delivery] {
        try await queue.enqueue(jobs.map { .init($0) })
        let deliveries = try await claim(100)
        let starts = zip(deliveries, jobs).map { JobStart(delivery: $0.number, jobID: $1) }
        _ = try await queue.start(starts, worker: "a")
        return deliveries
    }

    func results() async throws -> [String] {
        var results: [String] = []
        while let result = try await queue.popResult() { results.append(String(decoding: result, as: UTF8.self)) }
        return results
    }

    static func letter(
        _ id: String,
        job: String?,
        type: String = "input.corrupt",
        stage: String = "fetch",
        message: String = "m",
        reason: DeadLetterReason = .notRetryable,
        tags: [String: String] = [:],
        attempts: [JSONObject] = []
    ) -> DeadLetter {
        DeadLetter(
            id: id,
            jobID: job,
            type: nil,
            failure: JobFailure(errorType: type, message: message, stage: stage),
            reason: reason,
            diedAt: .now,
            firstSeenAt: nil,
            worker: "a",
            redrives: 0,
            headers: [:],
            tags: tags,
            attempts: attempts,
            droppedAttempts: 0
        )
    }

    static func finish(_ job: String, _ result: String = "r") -> Settlement {
        .finish(jobID: job, result: .init(result))
    }
}

/// Time that only a test moves.
private final class TestClock: Sendable {
    private let moment = Mutex(Moment.now)

    var now: Moment { moment.withLock { $0 } }

    func advance(by duration: Duration) {
        moment.withLock { $0 = Moment(milliseconds: $0.milliseconds + Int(duration / .milliseconds(1))) }
    }
}
