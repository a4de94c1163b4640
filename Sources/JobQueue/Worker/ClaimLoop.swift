// SPDX-License-Identifier: Apache-2.0

import Logging

/// Fills a worker's free slots with jobs, and at the end sees the running ones out.
struct ClaimLoop {
    let driver: any JobQueueDriver
    let processor: JobProcessor
    let running: RunningJobs
    let configuration: WorkerConfiguration
    let logger: Logger

    /// Runs until `running` is closed or the task is cancelled, and until every job has left.
    func run() async {
        var failures = 0
        while !Task.isCancelled, let free = await running.freeSlots() {
            do {
                let batch = try await driver.claim(
                    upTo: min(free, 100),
                    worker: configuration.worker,
                    lease: configuration.lease
                )
                failures = 0
                processor.process(batch)
                if batch.deliveries.isEmpty { try await idle(after: batch) }
            } catch {
                failures += 1
                await pause(after: error, failures: failures)
            }
        }
        await drain()
    }

    private func idle(after batch: ClaimedBatch) async throws(JobQueueError) {
        guard batch.state == .open else {
            try? await Task.sleep(for: .seconds(1))
            return
        }
        let untilDue = batch.nextDue.map { max($0.since(batch.now), .milliseconds(10)) } ?? configuration.waitTimeout
        let timeout = min(untilDue, configuration.waitTimeout)
        try await driver.waitForJobs(worker: configuration.worker, timeout: timeout)
    }

    private func pause(after error: any Error, failures: Int) async {
        guard !Task.isCancelled else { return }
        logger.warning("claiming jobs failed", metadata: ["error": "\(error)", "failures": "\(failures)"])
        try? await Task.sleep(for: Backoff(base: .milliseconds(250), cap: .seconds(5)).delay(attempt: failures))
    }

    /// Gives back at once what costs nothing, waits for the rest, then gives that back too. A cancelled worker gives
    /// back everything at once.
    private func drain() async {
        for job in running.all where !job.isCostly { job.stop(.shutdown) }
        await withTaskGroup { group in
            group.addTask { await running.allGone() }
            group.addTask { try? await Task.sleep(for: configuration.drainTimeout) }
            await group.next()
            group.cancelAll()
        }
        for job in running.all { job.stop(.shutdown) }
        // However this task stands: no job is left behind unsettled.
        await Task { await running.allGone() }.value
    }
}
