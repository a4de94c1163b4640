// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import Synchronization
import TestSupport
import TestTraits
import Testing

/// What a server refuses for a while is tried again: a result that was paid for is not dropped, nor paid for twice.
@Suite(.limitedParallelism) struct RefusedSettlementTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let begin: [RedisArgument]
        let end: [RedisArgument]
    }

    private static let troubles = [
        Trouble(
            testDescription: "NOPERM",
            begin: ["ACL", "SETUSER", "someone", "-lpush"],
            end: ["ACL", "SETUSER", "someone", "+lpush"]
        ),
        Trouble(
            testDescription: "OOM",
            begin: ["CONFIG", "SET", "maxmemory", "1"],
            end: ["CONFIG", "SET", "maxmemory", "0"]
        ),
        Trouble(
            testDescription: "NOREPLICAS",
            begin: ["CONFIG", "SET", "min-replicas-to-write", "1"],
            end: ["CONFIG", "SET", "min-replicas-to-write", "0"]
        ),
    ]

    @Test(arguments: troubles)
    func aPaidResultOutlivesIt(_ trouble: Trouble) async throws {
        try await QueueFixture.with { fixture in
            let user: [RedisArgument] = ["SETUSER", "someone", "on", ">p", "~*", "+@all"]
            _ = try await fixture.redis.execute(RedisCommand("ACL", arguments: user))
            var redis = RedisConfiguration(endpoint: .unixSocket(path: fixture.server.socketPath))
            redis.username = "someone"
            redis.password = "p"
            let runs = Atomic(0)
            let started = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            let release = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            try await fixture.queue.enqueue([.init(#"{"id":"paid"}"#)])
            let worker = QueueWorker(redis: redis) { _ in
                runs.add(1, ordering: .relaxed)
                started.continuation.yield()
                for await _ in release.stream { break }
                return .completed(JobResult())
            }
            try await worker.run {
                for await _ in started.stream { break }
                try await Self.run(trouble.begin, fixture)
                let refused = try await Self.refusals(fixture)
                release.continuation.yield()
                try await Self.waitForRefusals(3, since: refused, fixture)
                try await Self.run(trouble.end, fixture)
                // A second run may end as well.
                release.continuation.yield()
                #expect(try await fixture.queue.nextResult()["job_id"] == "paid")
            }
            #expect(runs.load(ordering: .relaxed) == 1)
        }
    }

    /// Returns once the server has refused so many commands more; one would not show that a refused one is tried again.
    private static func waitForRefusals(_ count: Int, since before: Int, _ fixture: QueueFixture) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while try await refusals(fixture) < before + count {
            guard .now < end else { throw TestSupportError("what was refused is not tried again") }
        }
    }

    private static func refusals(_ fixture: QueueFixture) async throws -> Int {
        let info = try await fixture.redis.execute(RedisCommand("INFO", "stats")).string ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("total_error_replies:") }
        return line?.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    private static func run(_ words: [RedisArgument], _ fixture: QueueFixture) async throws {
        guard case .string(let name) = words[0] else { return }
        _ = try await fixture.redis.execute(RedisCommand(name, arguments: Array(words.dropFirst())))
    }
}
