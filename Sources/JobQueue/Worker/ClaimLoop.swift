// SPDX-License-Identifier: Apache-2.0

import Logging

/// Fills a worker's free slots with jobs.
struct ClaimLoop {
    let driver: any JobQueueDriver
    let processor: JobProcessor
    let running: RunningJobs
    let configuration: WorkerConfiguration
    let status: WorkerStatus
    let logger: Logger

    /// Runs until `running` is closed or the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await claimUntilClosed() }
            group.addTask {
                await running.closed()
                // A call that is under way may end, unless the queue is out of reach.
                try? await Task.sleep(for: configuration.leaveTimeout / 2)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func claimUntilClosed() async {
        var failures = 0
        // Whether a wait may have received a job that no claim has taken yet.
        var mayHoldJob = false
        while !Task.isCancelled, let granted = await slots(holdingJob: mayHoldJob) {
            do {
                let batch = try await claim(granted)
                failures = 0
                processor.process(batch)
                if batch.deliveries.isEmpty {
                    try await idle(after: batch, &mayHoldJob)
                } else {
                    mayHoldJob = false
                }
            } catch {
                failures += 1
                await pause(after: error, failures: failures)
            }
        }
    }

    /// Waits for slots to claim for; nil once there is no more to claim.
    ///
    /// A job does not wait with it: what was received goes back, and whoever has a slot takes it.
    private func slots(holdingJob mayHoldJob: Bool) async -> Int? {
        // Shared slots go by the pool's order, unless a job is held up.
        if mayHoldJob || configuration.share == nil, let granted = slotsAtOnce(evenFew: mayHoldJob) { return granted }
        status.isFull(true)
        defer { status.isFull(false) }
        if mayHoldJob { await returnStaged() }
        while let free = await running.freeSlots() {
            let granted = await shared(upTo: min(free, 100))
            // Waiting for the pool may take long, and what holds this worker back may have come meanwhile.
            guard !running.isQuiet else {
                configuration.share?.release(granted)
                continue
            }
            if granted > 0 { return granted }
        }
        return nil
    }

    private func slotsAtOnce(evenFew: Bool) -> Int? {
        guard let free = running.slotsFreeNow(evenFew: evenFew) else { return nil }
        guard let share = configuration.share else { return min(free, 100) }
        let granted = share.acquireAtOnce(upTo: min(free, 100))
        return granted > 0 ? granted : nil
    }

    private func returnStaged() async {
        var failures = 0
        while !Task.isCancelled, !running.isClosed {
            do {
                return try await driver.returnStaged(worker: configuration.worker)
            } catch {
                failures += 1
                await pause(after: error, failures: failures)
            }
        }
    }

    /// Of slots shared with other queues' workers, as many as there are for this one; 0 once there is no more to claim.
    private func shared(upTo wanted: Int) async -> Int {
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
        let ended = running.ended
        do {
            let batch = try await driver.claim(
                upTo: count,
                worker: configuration.worker,
                lease: configuration.lease
            )
            if configuration.prefetch > 0, configuration.share == nil {
                running.setPrefetch(min(configuration.prefetch, running.ended - ended))
            }
            configuration.share?.release(count - batch.deliveries.count)
            status.claimAnswered()
            return batch
        } catch {
            configuration.share?.release(count)
            throw error
        }
    }

    private func idle(after batch: ClaimedBatch, _ mayHoldJob: inout Bool) async throws(JobQueueError) {
        guard batch.state == .open else {
            // While nothing is handed out, what was received is to be seen in the line.
            if mayHoldJob { await returnStaged() }
            mayHoldJob = false
            return await running.pause(for: .seconds(1))
        }
        mayHoldJob = true
        let untilDue = batch.nextDue.map { max($0.since(batch.now), .milliseconds(10)) } ?? configuration.waitTimeout
        let timeout = min(untilDue, configuration.waitTimeout)
        try await driver.waitForJobs(worker: configuration.worker, timeout: timeout)
    }

    private func pause(after error: any Error, failures: Int) async {
        guard !Task.isCancelled else { return }
        logger.warning("claiming jobs failed", metadata: ["error": "\(error)", "failures": "\(failures)"])
        await running.pause(for: Backoff(base: .milliseconds(250), cap: .seconds(5)).delay(attempt: failures))
    }
}
