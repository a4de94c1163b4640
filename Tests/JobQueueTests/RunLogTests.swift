// SPDX-License-Identifier: Apache-2.0

import Logging
import TestSupport
import Testing

@testable import JobQueue

/// What the log tells of jobs that fail.
@Suite(.timeLimit(.minutes(1))) struct RunLogTests {
    /// Runs one job that fails each time, until its result is there.
    private func lines(ofFailing job: String) async throws -> [RecordedLog.Line] {
        let queue = InMemoryJobQueue()
        try await queue.enqueue([Array(job.utf8)])
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { _ in
            throw JobFailure(errorType: "input.transient", message: "the file's server failed", stage: "fetch")
        }
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        configuration.retryBackoff = Backoff(base: .zero, cap: .zero)
        let log = RecordedLog()
        let worker = JobWorker(
            driver: queue,
            registry: registry,
            middleware: [LoggingMiddleware()],
            identity: WorkerIdentity(),
            configuration: configuration,
            logger: log.logger
        )
        let run = Task { try await worker.run() }
        defer { run.cancel() }
        _ = try #require(await queue.popResult(timeout: .seconds(20)), "no result came")
        run.cancel()
        try await run.value
        return log.lines
    }

    @Test func theLastFailureOfAJobIsToldAsSuch() async throws {
        let lines = try await lines(ofFailing: #"{"id":"x","options":{"max_attempts":2}}"#)
        #expect(lines.filter { $0.message == "run failed" }.map(\.level) == [.warning, .warning])
        let givenUp = lines.filter { $0.message == "job given up" }
        #expect(givenUp.map(\.level) == [.error])
        let metadata = try #require(givenUp.first?.metadata)
        #expect(metadata["job.id"] == "x" && metadata["error.type"] == "input.transient")
        #expect(metadata["dead_letter.reason"] == "attempts_exhausted")
    }
}
