// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import TestSupport
import Testing
import Tracing

@testable import JobQueue

/// A worker of ten lines: nobody has said anything about middleware.
@Suite(.timeLimit(.minutes(1))) struct DefaultMiddlewareTests {
    private static let job = """
        {"id":"x","headers":{"x-datadog-trace-id":"77","x-datadog-parent-id":"88","x-datadog-sampling-priority":"1"}}
        """

    /// What became of one job: its spans, and the lines of the log.
    private func run(middleware: [any JobMiddleware]?) async throws -> (spans: [CapturedSpan], lines: [String]) {
        let queue = InMemoryJobQueue()
        try await queue.enqueue([Array(Self.job.utf8)])
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { _ in .completed(JobResult()) }
        let (capture, log) = (TraceCapture(), RecordedLog())
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            middleware: middleware,
            concurrency: 1,
            logger: log.logger
        )
        try await withTracer(capture.tracer) {
            let run = Task { try await worker.run() }
            defer { run.cancel() }
            _ = try #require(await queue.popResult(timeout: .seconds(20)), "no result came")
            run.cancel()
            try await run.value
        }
        return (capture.popSpans(), log.lines.map(\.message))
    }

    @Test func itsJobsAreTracedAndLogged() async throws {
        let (spans, lines) = try await run(middleware: nil)
        let span = try #require(spans.first)
        #expect(spans.count == 1 && span.traceID.low == 77 && span.parentID == 88)
        #expect(span.name == "job" && span.meta["request.id"] == "x" && span.meta["messaging.system"] == "job_queue")
        #expect(lines.filter { $0 == "job done" }.count == 1)
    }

    @Test func whatIsGivenStandsInItsPlace() async throws {
        let (spans, lines) = try await run(middleware: [])
        #expect(spans.isEmpty && !lines.contains("job done"))
    }
}
