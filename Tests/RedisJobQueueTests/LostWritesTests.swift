// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import Synchronization
import TestSupport
import TestTraits
import Testing

/// A Redis that comes back without its last writes, as after a failover: what was acknowledged before is gone, but nothing
/// that came afterwards may be lost for that.
@Suite(.limitedParallelism) struct LostWritesTests {
    private static let lease = Duration.seconds(30)

    /// Ends the server; it comes back as it was when last saved.
    private func loseWrites(_ fixture: QueueFixture) async throws {
        await fixture.server.kill()
        try await fixture.server.restart()
        // A connection may notice only when it is used.
        for redis in [fixture.redis, fixture.redis] { _ = try? await redis.execute(RedisCommand("PING")) }
        try await eventually("the server's answer") { (try? await fixture.queue.resultCount()) != nil }
    }

    @Test func aDeliveryNumberIsNotGivenASecondTime() async throws {
        try await QueueFixture.with { fixture in
            let queue = fixture.queue
            try await queue.enqueue([.init("old")])
            _ = try await fixture.redis.execute(RedisCommand("SAVE"))
            let lost = try await queue.claim(upTo: 1, worker: "a", lease: Self.lease).deliveries[0].number
            #expect(try await queue.start(lost, jobID: "old", worker: "a") == .run)
            try await loseWrites(fixture)

            try await queue.enqueue([.init("new")])
            let deliveries = try await queue.claim(upTo: 2, worker: "a", lease: Self.lease).deliveries
            #expect(deliveries.map(\.bytes) == [.init("old"), .init("new")])
            #expect(deliveries.allSatisfy { $0.number > lost })
            let starts = zip(deliveries, ["old", "new"]).map { JobStart(delivery: $0.number, jobID: $1) }
            #expect(try await queue.start(starts, worker: "a") == [.run, .run])
            // The same worker still has the run from before.
            let late = Settlement.finish(jobID: "old", result: .init("late"))
            #expect(try await queue.settle(lost, worker: "a", as: late) == .lost)
            for (delivery, job) in zip(deliveries, ["old", "new"]) {
                let finish = Settlement.finish(jobID: job, result: .init(job))
                #expect(try await queue.settle(delivery.number, worker: "a", as: finish) == .settled)
            }
            #expect(try await queue.popResult() == .init("old"))
            #expect(try await queue.popResult() == .init("new"))
        }
    }

    @Test func numbersGrowThoughTheCountIsLost() async throws {
        try await QueueFixture.with { fixture in
            var last: Int64 = 0
            for job in 0..<3 {
                try await fixture.queue.enqueue([.init("j\(job)")])
                let number = try await fixture.queue.claim(upTo: 1, worker: "a", lease: .zero).deliveries[0].number
                #expect(number > last)
                last = number
                _ = try await fixture.redis.execute(RedisCommand("DEL", "{vote-extraction}:seq"))
                try await Task.sleep(for: .milliseconds(2))
            }
            let orphans = try await fixture.queue.takeOver(upTo: 3, worker: "r", lease: Self.lease)
            #expect(Set(orphans.map(\.delivery.number)).count == 3)
            #expect(orphans.allSatisfy { $0.delivery.number > last })
        }
    }

    @Test func aWorkersOldRunDoesNotEndANewJob() async throws {
        try await QueueFixture.with { fixture in
            var configuration = WorkerConfiguration(worker: "w", concurrency: 2)
            configuration.waitTimeout = .milliseconds(200)
            let runs = AsyncStream.makeStream(of: String.self)
            let gate = Gate()
            try await fixture.queue.enqueue([.init(#"{"id":"old"}"#)])
            try await fixture.withWorker(configuration) { context in
                runs.continuation.yield(context.job.id)
                await gate.opened(for: context.job.id)
                return .completed(JobResult())
            } _: { worker in
                var begun = runs.stream.makeAsyncIterator()
                #expect(await begun.next() == "old")
                try await loseWrites(fixture)
                try await fixture.queue.enqueue([.init(#"{"id":"new"}"#)])
                #expect(await begun.next() == "new")
                gate.open("old")
                try await eventually("the end of the old run") {
                    worker.status.counts.lost + worker.status.counts.completed > 0
                }
                gate.open("new")
                #expect(try await fixture.nextResult()["job_id"] == "new")
                #expect(worker.status.counts.lost == 1)
            }
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    /// What runs wait for, each under its name.
    private final class Gate: Sendable {
        private let state = Mutex<(open: Set<String>, waiting: [String: CheckedContinuation<Void, Never>])>(([], [:]))

        func open(_ name: String) {
            state.withLock { state in
                state.open.insert(name)
                return state.waiting.removeValue(forKey: name)
            }?.resume()
        }

        func opened(for name: String) async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.open.contains(name) { state.waiting[name] = continuation }
                    return state.open.contains(name)
                }
                if isOpen { continuation.resume() }
            }
        }
    }
}
