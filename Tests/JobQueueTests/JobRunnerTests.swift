// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing

@testable import JobQueue

@Suite struct JobRunnerTests {
    @Test func aFailureOfACancelledRunSaysNothingAboutTheJob() async throws {
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { _ in
            try? await Task.sleep(for: .seconds(60))
            throw JobFailure(errorType: "llm.cancelled", message: "cancelled", stage: "model")
        }
        let runner = JobRunner(
            registry: registry,
            configuration: WorkerConfiguration(worker: "w", concurrency: 1),
            deadlines: RunDeadlines(running: RunningJobs(slots: 1))
        )
        let context = JobContext(
            job: try JobEnvelope(decoding: Array(#"{"id":"x"}"#.utf8)),
            queue: "q",
            worker: "w",
            delivery: 7,
            attempt: 1,
            queueLatency: .zero,
            startedAt: .now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            running: RunningJob(delivery: 7)
        )
        let run = Task { await runner.run(context) }
        run.cancel()
        #expect(await run.value == .release)
    }
}
