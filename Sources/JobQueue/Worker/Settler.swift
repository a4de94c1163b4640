// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// Writes settlements, many in one call, and does not let go of one while the delivery may still be ours.
final class Settler: Sendable {
    private let driver: any JobQueueDriver
    private let running: RunningJobs
    private let worker: String
    /// How long a settlement is repeated.
    private let patience: Duration
    private let status: WorkerStatus
    private let logger: Logger
    private let interrupter: WaitInterrupter
    private let line = Mutex(SettlementLine())
    private let closing = Mutex<ContinuousClock.Instant?>(nil)

    init(
        driver: any JobQueueDriver,
        running: RunningJobs,
        configuration: WorkerConfiguration,
        status: WorkerStatus,
        logger: Logger
    ) {
        self.driver = driver
        self.running = running
        worker = configuration.worker
        patience = configuration.lease * 2
        self.status = status
        self.logger = logger
        interrupter = WaitInterrupter(driver: driver)
    }

    /// Settles the delivery of a slot, which is free once nothing is left to do for it.
    func submit(_ settlement: Settlement, of slot: RunningJob) {
        submit(JobSettlement(delivery: slot.delivery, as: settlement), for: .slot(slot))
    }

    /// Settles a delivery that has no slot, and waits for that unless the task is cancelled; it is written all the same if
    /// it can be.
    func settle(_ delivery: Int64, as settlement: Settlement) async {
        let (done, end) = AsyncStream.makeStream(of: Void.self)
        submit(JobSettlement(delivery: delivery, as: settlement), for: .caller(end))
        for await _ in done {}
    }

    /// Nothing is repeated any more after this moment: the worker is leaving.
    func close(at end: ContinuousClock.Instant) { closing.withLock { $0 = end } }

    private func submit(_ job: consuming JobSettlement, for waiter: consuming SettlementLine.Waiter) {
        submit(SettlementLine.Item(job: job, waiter: waiter, end: .now + patience))
    }

    private func submit(_ item: SettlementLine.Item) {
        if line.withLock({ $0.append(item, full: running.slotsPerCall) }) { Task.detached { await self.sendAll() } }
    }

    private func sendAll() async {
        running.setSettling(true)
        while let batch = await nextBatch() {
            conclude(batch, await driver.settleEach(batch.map(\.job), worker: worker))
        }
        if line.withLock({ !$0.isBeingSent }) { running.setSettling(false) }
    }

    /// As long as others join those that wait, it gives way to them.
    private func nextBatch() async -> [SettlementLine.Item]? {
        var waiting = 0
        while case let count = line.withLock({ $0.count }), count > waiting, count < running.slotsPerCall {
            waiting = count
            await Task.yield()
        }
        return line.withLock { $0.next(upTo: running.slotsPerCall) }
    }

    /// Slots that end in one call are free together, so that as many jobs are claimed together.
    private func conclude(_ batch: [SettlementLine.Item], _ outcomes: [Result<SettlementReply, JobQueueError>]) {
        var counts = WorkerStatus.Counts()
        var freed: [RunningJob] = []
        for (item, outcome) in zip(batch, outcomes) {
            if case .failure(let error) = outcome, error.isRetriable, isTime(until: item.end) {
                repeatLater(item)
                continue
            }
            record(outcome, item.job, in: &counts)
            switch item.waiter {
            case .slot(let slot): freed.append(slot)
            case .caller(let caller): caller.finish()
            }
        }
        status.count(counts)
        running.release(freed, .delivery)
        // This worker may be waiting for longer than the jobs are put off.
        if counts.retried > 0 { interrupter.interrupt() }
    }

    private func repeatLater(_ item: SettlementLine.Item) {
        Task.detached {
            try? await Task.sleep(for: Self.backoff.delay(attempt: item.attempt))
            let (job, waiter, end) = (item.job, item.waiter, item.end)
            self.submit(SettlementLine.Item(job: job, waiter: waiter, end: end, attempt: item.attempt + 1))
        }
    }

    private func isTime(until end: ContinuousClock.Instant) -> Bool {
        .now < min(end, closing.withLock { $0 } ?? end)
    }

    private static let backoff = Backoff(base: .milliseconds(100), cap: .seconds(2))

    private func record(
        _ outcome: Result<SettlementReply, JobQueueError>,
        _ job: JobSettlement,
        in counts: inout WorkerStatus.Counts
    ) {
        switch outcome {
        case .failure(let error):
            counts.lost += 1
            logger.error(
                "delivery could not be settled, its lease will end and it will run again",
                metadata: ["job.delivery": "\(job.delivery)", "error": "\(error)"]
            )
        case .success(.lost):
            counts.lost += 1
            logger.warning("delivery was lost before it was settled", metadata: ["job.delivery": "\(job.delivery)"])
        case .success:
            switch job.settlement {
            case .finish: counts.completed += 1
            case .later: counts.retried += 1
            case .release: counts.released += 1
            case .bury: counts.buried += 1
            }
        }
    }
}
