// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Logging
import Redis
import RedisJobQueue
import ServiceLifecycle
import Synchronization
import TestSupport
import TestTraits
import Testing

@Suite(.limitedParallelism) struct WorkerTests {
    private func configuration(concurrency: Int = 4) -> WorkerConfiguration {
        var configuration = WorkerConfiguration(
            worker: "w-\(UInt32.random(in: .min ... .max))",
            concurrency: concurrency
        )
        configuration.retryBackoff = Backoff(base: .milliseconds(1), cap: .milliseconds(5))
        configuration.parkDelay = .milliseconds(20)
        configuration.waitTimeout = .milliseconds(200)
        return configuration
    }

    @Test func everyJobGetsOneResult() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue((0..<500).map { .init(#"{"id":"j\#($0)","payload":\#($0)}"#) })
            try await fixture.withWorker(configuration(concurrency: 50)) { context in
                .completed(JobResult(members: ["echo": context.job.payload]))
            } _: { worker in
                var ids: Set<String> = []
                for _ in 0..<500 {
                    let result = try await fixture.nextResult()
                    #expect(result["status"] == "succeeded")
                    #expect(result["job_id"]?.stringValue == result["echo"]?.intValue.map { "j\($0)" })
                    ids.insert(result["job_id"]?.stringValue ?? "")
                }
                #expect(ids.count == 500)
            }
            #expect(try await fixture.inFlight() == [0, 0])
            #expect(try await fixture.queue.resultCount() == 0)
            #expect(try await fixture.length("zset", "workers") == 0)
        }
    }

    @Test(arguments: [
        ("this is not JSON", "not_json", String?.none),
        (#"{"payload":{}}"#, "no `id`", nil),
        (#"["id"]"#, "one JSON object", nil),
        (#"{"id":"broken","options":{"max_attempts":"many"}}"#, "`options.max_attempts`", "broken"),
    ])
    func whatCannotBeReadBecomesADeadLetterWithItsBytes(text: String, words: String, id: String?) async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init(text), .init(#"{"id":"good"}"#)])
            try await fixture.withWorker(configuration()) { _ in
                .completed(JobResult())
            } _: { _ in
                let results = [try await fixture.nextResult(), try await fixture.nextResult()]
                let failed = try #require(results.first { $0["status"] == "failed" })
                #expect(failed["job_id"]?.stringValue == id)
                #expect(results.contains { $0["job_id"] == "good" && $0["status"] == "succeeded" })
                let letterID = try #require(failed["error"]?["dead_letter_id"]?.stringValue)
                let letter = try #require(try await fixture.queue.deadLetter(id: letterID))
                #expect(letter.original == .init(text))
                #expect(letter.record["reason"] == "undecodable")
                if words != "not_json" {
                    #expect(letter.record["message"]?.stringValue?.contains(words) == true)
                }
            }
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    @Test func retriesThenSucceeds() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init(#"{"id":"x"}"#)])
            try await fixture.withWorker(configuration()) { context in
                if context.attempt < 3 {
                    throw JobFailure(errorType: "llm.server", message: "down", stage: "model")
                }
                return .completed(JobResult())
            } _: { _ in
                let result = try await fixture.nextResult()
                #expect(result["status"] == "succeeded")
                #expect(result["attempts"]?.arrayValue?.count == 2)
            }
        }
    }

    @Test func exhaustionBecomesADeadLetterThatCanBeRedriven() async throws {
        try await QueueFixture.with { fixture in
            let isDown = Mutex(true)
            try await fixture.queue.enqueue([.init(#"{"id":"x","options":{"max_attempts":2},"tags":{"a":"b"}}"#)])
            try await fixture.withWorker(configuration()) { context in
                if isDown.withLock({ $0 }) {
                    throw JobFailure(errorType: "llm.server", message: "down", stage: "model")
                }
                return .completed(JobResult())
            } _: { _ in
                let failed = try await fixture.nextResult()
                #expect(failed["status"] == "failed")
                #expect(failed["attempts"]?.arrayValue?.count == 2)
                let letter = try #require(
                    try await fixture.queue.deadLetter(id: failed["error"]?["dead_letter_id"]?.stringValue ?? "")
                )
                #expect(letter.record["reason"] == "attempts_exhausted")
                isDown.withLock { $0 = false }
                #expect(try await fixture.queue.redrive([letter]).count == 1)
                let result = try await fixture.nextResult()
                #expect(result["status"] == "succeeded")
                #expect(result["tags"]?["a"] == "b")
            }
        }
    }

    @Test func anUnexpectedErrorDoesNotLeakItsText() async throws {
        struct Surprise: Error, CustomStringConvertible { let description = "secret" }
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init(#"{"id":"x","options":{"max_attempts":1}}"#)])
            try await fixture.withWorker(configuration()) { _ in
                throw Surprise()
            } _: { _ in
                let failed = try await fixture.nextResult()
                #expect(failed["error"]?["type"] == "internal")
                #expect(failed["error"]?["message"] == "unexpected Surprise")
                #expect(!failed.text.contains("secret"))
            }
        }
    }

    @Test func timeoutDeadlineAndDelay() async throws {
        try await QueueFixture.with { fixture in
            let past = Moment.now.milliseconds - 1
            let soon = Moment.now.milliseconds + 300
            try await fixture.queue.enqueue([
                .init(#"{"id":"slow","options":{"timeout_ms":20,"max_attempts":1}}"#),
                .init(#"{"id":"late","options":{"deadline_ms":\#(past)}}"#),
                .init(#"{"id":"delayed","options":{"not_before_ms":\#(soon)}}"#),
            ])
            try await fixture.withWorker(configuration()) { context in
                if context.job.id == "slow" { try await Task.sleep(for: .seconds(60)) }
                return .completed(JobResult(members: ["at": .integer(Int64(Moment.now.milliseconds))]))
            } _: { _ in
                var results: [String: JSONValue] = [:]
                for _ in 0..<3 {
                    let result = try await fixture.nextResult()
                    results[result["job_id"]?.stringValue ?? ""] = result
                }
                #expect(results["slow"]?["error"]?["type"] == "job.timeout")
                #expect(results["slow"]?["attempts"]?[0]?["kind"] == "timeout")
                #expect(results["late"]?["status"] == "expired")
                #expect((results["delayed"]?["at"]?.intValue ?? 0) >= soon)
            }
        }
    }

    @Test func anUnknownTypeIsNamed() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init(#"{"id":"x","type":"dance"}"#)])
            try await fixture.withWorker(configuration()) { _ in
                .completed(JobResult())
            } _: { _ in
                let failed = try await fixture.nextResult()
                #expect(failed["error"]?["message"]?.stringValue?.contains("dance") == true)
                #expect(failed["error"]?["message"]?.stringValue?.contains("vote_extraction") == true)
            }
        }
    }

    @Test func shutdownGivesBackWhatIsCheapAndWaitsForWhatIsCostly() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init(#"{"id":"cheap"}"#), .init(#"{"id":"costly"}"#)])
            let started = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(4))
            let release = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            try await fixture.withWorker(configuration()) { context in
                let isCostly = context.job.id == "costly"
                context.enter(stage: "model", isCostly: isCostly)
                started.continuation.yield(context.job.id)
                if isCostly {
                    for await _ in release.stream { break }
                } else {
                    try await Task.sleep(for: .seconds(60))
                }
                return .completed(JobResult())
            } _: { _ in
                var seen = 0
                for await _ in started.stream {
                    seen += 1
                    if seen == 2 { break }
                }
                Task {
                    // The cheap job is back in the line before the costly one may end.
                    await #expect(throws: Never.self) {
                        try await eventually("the cheap job in the line") {
                            try await fixture.length("list", "jobs") > 0
                        }
                    }
                    release.continuation.yield()
                }
            }
            #expect(try await fixture.nextResult()["job_id"] == "costly")
            #expect(try await fixture.length("list", "jobs") == 1)
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    @Test func aWorkerThatStallsLosesItsJobToAnother() async throws {
        try await QueueFixture.with { fixture in
            try await fixture.queue.enqueue([.init(#"{"id":"x"}"#)])
            // A worker that died after it started the job.
            let lost = try await fixture.queue.claim(upTo: 1, worker: "dead", lease: .milliseconds(1)).deliveries[0]
            _ = try await fixture.queue.start(lost.number, jobID: "x", worker: "dead")
            var configuration = configuration()
            configuration.reapInterval = .milliseconds(20)
            try await fixture.withWorker(configuration) { _ in
                .completed(JobResult())
            } _: { worker in
                let result = try await fixture.nextResult()
                #expect(result["status"] == "succeeded")
                #expect(result["attempts"]?[0]?["kind"] == "crash")
                #expect(worker.status.counts.takenOver == 1)
            }
            let late = Settlement.finish(jobID: "x", result: .init("{}"))
            #expect(try await fixture.queue.settle(lost.number, worker: "dead", as: late) == .answered)
            #expect(try await fixture.queue.resultCount() == 0)
        }
    }

    @Test func aJobThatCannotBeStartedWaitsInsteadOfSpinning() async throws {
        try await QueueFixture.with { fixture in
            let done = RedisArgument("{vote-extraction}:done")
            _ = try await fixture.redis.execute(RedisCommand("SET", done, "of another type"))
            try await fixture.queue.enqueue([.init(#"{"id":"x"}"#)])
            var configuration = configuration()
            configuration.retryBackoff = Backoff(base: .seconds(600), cap: .seconds(600))
            try await fixture.withWorker(configuration) { _ in
                .completed(JobResult())
            } _: { worker in
                while try await fixture.length("zset", "later") == 0 {
                    try #require(worker.status.counts.claimed < 100, "it spins")
                }
            }
            #expect(try await fixture.length("hash", "flight") == 0)
            #expect(try await fixture.length("hash", "later:rec") == 1)
        }
    }

    @Test func redisRestartsInMidRun() async throws {
        try await QueueFixture.with(keepsData: true) { fixture in
            try await fixture.queue.enqueue((0..<200).map { .init(#"{"id":"j\#($0)"}"#) })
            var configuration = configuration(concurrency: 8)
            configuration.lease = .seconds(2)
            configuration.heartbeatInterval = .milliseconds(500)
            configuration.reapInterval = .milliseconds(500)
            try await fixture.withWorker(configuration) { _ in
                try await Task.sleep(for: .milliseconds(5))
                return .completed(JobResult())
            } _: { _ in
                var ids: Set<String> = []
                for count in 0..<200 {
                    if count == 50 {
                        await fixture.server.kill()
                        try await fixture.server.restart()
                    }
                    var bytes: [UInt8]?
                    while bytes == nil { bytes = try? await fixture.queue.popResult(timeout: .seconds(5)) }
                    ids.insert(try JSONValue(parsing: bytes ?? [])["job_id"]?.stringValue ?? "")
                    if ids.count == 200 { break }
                }
                #expect(ids.count == 200)
            }
            #expect(try await fixture.queue.resultCount() == 0)
            #expect(try await fixture.inFlight() == [0, 0])
        }
    }

    @Test func aWorkerThatNeverReachedRedisStopsWhenTold() async throws {
        let server = try RedisServer.notStarted()
        let queue = try RedisJobQueue(url: server.url, logger: QueueFixture.logger)
        let worker = JobWorker(
            driver: queue,
            registry: JobRegistry(),
            identity: WorkerIdentity(),
            configuration: configuration(),
            logger: QueueFixture.logger
        )
        let services = ServiceGroup(services: [worker], logger: QueueFixture.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        await queue.close()
    }
}
