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
            let granted = await slots(upTo: min(free, 100))
            guard granted > 0 else { continue }
            do {
                let batch = try await claim(granted)
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

    /// Of slots shared with other queues' workers, as many as there are for this one; 0 once there is no more to claim.
    private func slots(upTo wanted: Int) async -> Int {
        guard let share = configuration.share else { return wanted }
        return await withTaskGroup(of: Int?.self) { group in
            group.addTask { await share.acquire(upTo: wanted) }
            group.addTask {
                await running.closed()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            // Granted in the very moment of closing.
            for await late in group { share.release(late ?? 0) }
            return 0
        }
    }

    private func claim(_ count: Int) async throws(JobQueueError) -> ClaimedBatch {
        do {
            let batch = try await driver.claim(
                upTo: count,
                worker: configuration.worker,
                lease: configuration.lease
            )
            configuration.share?.release(count - batch.deliveries.count)
            return batch
        } catch {
            configuration.share?.release(count)
            throw error
        }
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
            group.addTask { await running.allGoneOrHurried() }
            group.addTask { try? await Task.sleep(for: configuration.drainTimeout) }
            await group.next()
            group.cancelAll()
        }
        for job in running.all { job.stop(.shutdown) }
        // However this task stands: no job is left behind unsettled.
        await Task { await running.allGone() }.value
    }
}
