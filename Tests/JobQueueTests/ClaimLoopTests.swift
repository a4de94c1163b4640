// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

/// What a worker does with what it waits for.
@Suite(.timeLimit(.minutes(1))) struct ClaimLoopTests {
    /// A job that its wait has received would else be seen by nobody for as long as nothing is handed out.
    @Test(arguments: [ClaimedBatch.State.paused, .draining, .full])
    func whatWasReceivedGoesBackWhereNothingIsHandedOut(_ mode: ClaimedBatch.State) async throws {
        let driver = FakeDriver()
        driver.state.withLock { $0.modes = [.open, mode] }
        let worker = JobWorker(
            driver: driver,
            registry: JobRegistry(),
            identity: WorkerIdentity(),
            configuration: WorkerConfiguration(worker: "w", concurrency: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let run = Task { try await worker.run() }
        defer { run.cancel() }
        try await eventually("the job to go back") { driver.state.withLock { $0.returns } == 1 }
        run.cancel()
        try await run.value
    }
}
