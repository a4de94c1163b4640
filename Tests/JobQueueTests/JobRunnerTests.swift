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
        let (runner, context) = try run(registry)
        let run = Task { await runner.run(context) }
        run.cancel()
        #expect(await run.value == .release)
    }

    /// At the head of the line it would come back at once, to the same handler, as fast as the queue can.
    @Test(arguments: [JobOutcome.release, .lost])
    func whatAHandlerGivesBackWaitsAndIsCounted(_ word: JobOutcome) async throws {
        var registry = JobRegistry()
        registry.register(JobEnvelope.defaultType) { _ in word }
        let (runner, context) = try run(registry)
        guard case .retry(let failure, nil, burnsAttempt: false) = await runner.run(context) else {
            Issue.record("it is not put off")
            return
        }
        #expect(failure.errorType == "job.released")
    }

    private func run(_ registry: JobRegistry) throws -> (JobRunner, JobContext) {
        let runner = JobRunner(
            registry: registry,
            configuration: WorkerConfiguration(worker: "w", concurrency: 1),
            deadlines: RunDeadlines(running: RunningJobs(slots: 1))
        )
        let context = JobContext(
            JobContext.Facts(
                job: try JobEnvelope(decoding: Array(#"{"id":"x"}"#.utf8)),
                queue: "q",
                worker: "w",
                queueLatency: .zero
            ),
            startedAt: .now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            running: RunningJob(delivery: 7)
        )
        return (runner, context)
    }
}
