// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging
import Metrics
import MetricsTestKit
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite(.timeLimit(.minutes(1))) struct WorkerMetricsTests {
    private let metrics = TestMetrics()
    private let queue = InMemoryJobQueue(name: "q")

    /// Runs jobs until each has its result, and gives what the worker tells of itself then.
    @discardableResult
    private func run(_ jobs: [String], handler: @escaping JobHandler) async throws -> JSONObject {
        try await queue.enqueue(jobs.map { Array($0.utf8) })
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType, handler: handler)
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        configuration.retryBackoff = Backoff(base: .zero, cap: .zero)
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            identity: WorkerIdentity(),
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: metrics
        )
        let run = Task { try await worker.run() }
        for _ in Set(jobs) { _ = try #require(await queue.popResult(timeout: .seconds(20)), "no result came") }
        try await eventually("all jobs' end") {
            worker.status.counts.claimed >= jobs.count && queue.inFlightCount() == 0
        }
        run.cancel()
        try await run.value
        return worker.status.json(running: RunningJobs(slots: 1))
    }

    private func count(_ name: String) throws -> Int64 {
        try metrics.expectCounter("job_queue.jobs.\(name)", [("queue", "q")]).totalValue
    }

    private func runs(_ outcome: String, type: String = JobEnvelope.defaultType) throws -> Int {
        let dimensions = [("queue", "q"), ("type", type), ("outcome", outcome)]
        return try metrics.expectTimer("job_queue.run.duration", dimensions).values.count
    }

    @Test func everyFateIsCounted() async throws {
        let isFirst = Mutex(true)
        let jobs = [
            #"{"id":"good"}"#, #"{"id":"retried"}"#, #"{"id":"good"}"#, #"{"id":"dead","options":{"max_attempts":1}}"#,
            #"{"id":"strange","type":"dance"}"#,
        ]
        let told = try await run(jobs) { context in
            let fails =
                context.job.id == "dead"
                || context.job.id == "retried"
                    && isFirst.withLock { first in
                        defer { first = false }
                        return first
                    }
            if fails { throw JobFailure(errorType: "llm.server", message: "down", stage: "model") }
            return .completed(JobResult())
        }
        #expect(try count("claimed") == 6 && count("started") == 5 && count("completed") == 2)
        #expect(try count("retried") == 1 && count("buried") == 2 && count("duplicates") == 1)
        #expect(try count("released") == 0 && count("lost") == 0 && count("taken_over") == 0)
        #expect(try runs("succeeded") == 2 && runs("retry") == 2 && runs("failed", type: "unknown") == 1)
        #expect(try metrics.expectTimer("job_queue.wait.duration", [("queue", "q")]).values.count == 5)
        #expect(RunTimes(told["run_times"]).count == 5)
        let running = try metrics.expectGauge("job_queue.jobs.running", [("queue", "q")]).values
        #expect(running.contains(1) && running.last == 0)
    }
}
