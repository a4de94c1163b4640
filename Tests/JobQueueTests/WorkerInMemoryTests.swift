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
        on queue: InMemoryJobQueue? = nil,
        handler: @escaping JobHandler,
        _ body: () async throws -> Void
    ) async throws {
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        let worker = JobWorker(
            driver: queue ?? self.queue,
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

    private func nextResult(of queue: InMemoryJobQueue? = nil) async throws -> JSONValue {
        let bytes = await (queue ?? self.queue).popResult(timeout: .seconds(20))
        return try JSONValue(parsing: try #require(bytes, "no result came"))
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

    @Test func aJobTooLargeToHandOutBecomesALetterWithItsBytes() async throws {
        var limits = JobQueueLimits()
        limits.deliveryBytes = 100
        let queue = InMemoryJobQueue(limits: limits)
        let large = #"{"id":"large","payload":"\#(String(repeating: "x", count: 100))"}"#
        try await queue.enqueue([Array(large.utf8), Array(#"{"id":"small"}"#.utf8)])
        try await withWorker(configuration(), on: queue) { _ in
            .completed(JobResult())
        } _: {
            let results = [try await nextResult(of: queue), try await nextResult(of: queue)]
            let failed = try #require(results.first { $0["status"] == "failed" })
            #expect(failed["error"]?["type"] == "job.undecodable" && results.contains { $0["job_id"] == "small" })
            let letter = try #require(failed["error"]?["dead_letter_id"]?.stringValue)
            #expect(try await queue.deadLetter(id: letter)?.original == Array(large.utf8))
        }
    }

    @Test func aSlotIsFreeOnlyWhenTheTaskHasEndedToo() async throws {
        let jobs = RunningJobs(slots: 1)
        let job = try #require(jobs.add([Delivery(number: 1, bytes: [])]).first)
        let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        job.work {
            Task {
                for await _ in gate.stream { break }
                jobs.release(job, .task)
            }
        }
        jobs.release(job, .delivery)
        #expect(jobs.count == 1)
        gate.continuation.yield()
        await jobs.allGone(before: .now + .seconds(60))
        #expect(jobs.count == 0)
    }
}
