// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging
import Synchronization
import Testing

@testable import JobQueue

/// What the outermost middleware returns is what becomes of a job, whatever the others did.
@Suite(.timeLimit(.minutes(1))) struct MiddlewareTests {
    private struct Middleware: JobMiddleware {
        let body: @Sendable (JobContext, @Sendable (JobContext) async -> JobOutcome) async -> JobOutcome

        func handle(_ context: JobContext, next: Next) async -> JobOutcome { await body(context, next) }
    }

    private let queue = InMemoryJobQueue()

    /// Runs jobs through a worker with one slot and this middleware; returns as many results.
    private func results(
        of jobs: [String],
        _ middleware: @escaping @Sendable (JobContext, @Sendable (JobContext) async -> JobOutcome) async -> JobOutcome
    ) async throws -> [JSONValue] {
        try await queue.enqueue(jobs.map { Array($0.utf8) })
        let runs = Mutex(0)
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { _ in
            let run = runs.withLock { runs in
                runs += 1
                return runs
            }
            return .completed(JobResult(members: ["run": .integer(Int64(run))]))
        }
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        configuration.retryBackoff = Backoff(base: .zero, cap: .zero)
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            middleware: [Middleware(body: middleware)],
            identity: WorkerIdentity(),
            configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let run = Task { try await worker.run() }
        defer { run.cancel() }
        var results: [JSONValue] = []
        for _ in jobs {
            let bytes = try #require(await queue.popResult(timeout: .seconds(20)), "no result came")
            results.append(try JSONValue(parsing: bytes))
        }
        run.cancel()
        try await run.value
        #expect(queue.inFlightCount() == 0 && queue.resultCount() == 0)
        return results
    }

    @Test func whoDoesNotCallNextDecidesItself() async throws {
        let results = try await results(of: [#"{"id":"a"}"#, #"{"id":"b"}"#]) { context, next in
            guard context.job.id == "a" else { return await next(context) }
            return .completed(JobResult(members: ["from": "cache"]))
        }
        #expect(results.map { $0["job_id"] } == ["a", "b"])
        #expect(results[0]["from"] == "cache" && results[1]["run"] == 1)
    }

    @Test func whoCallsNextTwiceIsSettledOnce() async throws {
        let results = try await results(of: [#"{"id":"a"}"#, #"{"id":"b"}"#]) { context, next in
            _ = await next(context)
            return await next(context)
        }
        #expect(results.map { $0["job_id"] } == ["a", "b"])
        #expect(results.map { $0["run"] } == [2, 4])
    }

    @Test func whatItMakesOfTheOutcomeStands() async throws {
        let results = try await results(of: [#"{"id":"a"}"#]) { context, next in
            var context = context
            context.traceHeaders["traceparent"] = "inner"
            _ = await next(context)
            return .deadLetter(JobFailure(errorType: "policy.refused", message: "no", stage: "policy"))
        }
        #expect(results[0]["status"] == "failed" && results[0]["error"]?["type"] == "policy.refused")
        #expect(results[0]["headers"]?["traceparent"] == "inner", "the trace goes on from where the handler ran")
    }

    @Test func itsTimeCountsToo() async throws {
        let results = try await results(of: [#"{"id":"a","options":{"timeout_ms":20,"max_attempts":1}}"#]) {
            context,
            next in
            try? await Task.sleep(for: .seconds(3600))
            return await next(context)
        }
        #expect(results[0]["error"]?["type"] == "job.timeout")
    }

    /// Only the engine knows that a job was lost: else it would stay in flight, and count as a crash.
    @Test func whoSaysLostGivesTheJobBack() async throws {
        let isFirst = Mutex(true)
        let results = try await results(of: [#"{"id":"a"}"#]) { context, next in
            let lies = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            return lies ? .lost : await next(context)
        }
        #expect(results[0]["status"] == "succeeded" && results[0]["attempts"]?[0]?["kind"] == "error")
    }
}
