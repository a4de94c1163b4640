// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging
import Testing

@testable import JobQueue

/// A whole worker on a queue in memory, as users of the library test their handlers.
@Suite struct WorkerInMemoryTests {
    private let queue = InMemoryJobQueue()

    private func configuration(concurrency: Int = 4) -> WorkerConfiguration {
        var configuration = WorkerConfiguration(worker: "w", concurrency: concurrency)
        configuration.heartbeatInterval = .milliseconds(5)
        configuration.retryBackoff = Backoff(base: .zero, cap: .zero)
        return configuration
    }

    /// Runs a worker until `body` has ended.
    private func withWorker(
        _ configuration: WorkerConfiguration,
        handler: @escaping JobHandler,
        _ body: () async throws -> Void
    ) async throws {
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            identity: WorkerIdentity(),
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let run = Task { try await worker.run() }
        do {
            try await body()
        } catch {
            run.cancel()
            throw error
        }
        run.cancel()
        try await run.value
    }

    private func enqueue(_ texts: [String]) async throws {
        try await queue.enqueue(texts.map { Array($0.utf8) })
    }

    private func nextResult() async throws -> JSONValue {
        try JSONValue(parsing: try #require(await queue.popResult(timeout: .seconds(20)), "no result came"))
    }

    @Test func everyJobGetsOneResult() async throws {
        try await enqueue((0..<300).map { #"{"id":"j\#($0)"}"# })
        try await withWorker(configuration(concurrency: 32)) { _ in
            .completed(JobResult())
        } _: {
            var ids: Set<String> = []
            for _ in 0..<300 { ids.insert(try await nextResult()["job_id"]?.stringValue ?? "") }
            #expect(ids.count == 300)
        }
        #expect(queue.resultCount() == 0)
        #expect(queue.inFlightCount() == 0)
    }

    @Test func oneWatchEndsEachRunAtItsOwnTime() async throws {
        try await enqueue([
            #"{"id":"long","options":{"timeout_ms":60000}}"#,
            #"{"id":"short","options":{"timeout_ms":20,"max_attempts":1}}"#,
            #"{"id":"shorter","options":{"timeout_ms":10,"max_attempts":1}}"#,
        ])
        try await withWorker(configuration()) { _ in
            try await Task.sleep(for: .seconds(600))
            return .completed(JobResult())
        } _: {
            let results = [try await nextResult(), try await nextResult()]
            #expect(Set(results.map { $0["job_id"]?.stringValue }) == ["short", "shorter"])
            #expect(results.allSatisfy { $0["error"]?["type"] == "job.timeout" })
        }
        #expect(queue.waitingCount() == 1, "the long one was given back")
        #expect(queue.inFlightCount() == 0)
    }

    @Test func aRunningJobIsCancelledAtTheNextHeartbeat() async throws {
        try await enqueue([#"{"id":"x"}"#])
        let started = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        try await withWorker(configuration()) { _ in
            started.continuation.yield()
            try await Task.sleep(for: .seconds(600))
            return .completed(JobResult())
        } _: {
            for await _ in started.stream { break }
            let asked = try await queue.cancel(["x"])
            #expect(asked == ["x"])
            let result = try await nextResult()
            #expect(result["status"] == "cancelled")
        }
    }

    @Test func aSlotIsFreeOnlyWhenTheTaskHasEndedToo() async throws {
        let jobs = RunningJobs(slots: 1)
        let job = try #require(jobs.add([Delivery(number: 1, bytes: [])]).first)
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        job.work(in: jobs) {
            for await _ in gate.stream { break }
        }
        jobs.release(job, .delivery)
        #expect(jobs.count == 1)
        gate.continuation.yield()
        await jobs.allGone(before: .now + .seconds(60))
        #expect(jobs.count == 0)
    }
}
