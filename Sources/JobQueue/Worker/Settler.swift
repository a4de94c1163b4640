// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// Writes settlements, and does not let go of one while the delivery may still be ours.
final class Settler: Sendable {
    let driver: any JobQueueDriver
    let configuration: WorkerConfiguration
    let status: WorkerStatus
    let logger: Logger
    private let batcher: SettlementBatcher
    private let interrupter: WaitInterrupter
    private let closing = Mutex<ContinuousClock.Instant?>(nil)

    init(driver: any JobQueueDriver, configuration: WorkerConfiguration, status: WorkerStatus, logger: Logger) {
        self.driver = driver
        self.configuration = configuration
        self.status = status
        self.logger = logger
        batcher = SettlementBatcher(driver: driver, worker: configuration.worker)
        interrupter = WaitInterrupter(driver: driver)
    }

    /// Settles, and waits for that unless the task is cancelled; it is written all the same if it can be.
    func settle(_ delivery: Int64, as settlement: Settlement) async {
        let (done, end) = AsyncStream.makeStream(of: Void.self)
        submit(JobSettlement(delivery: delivery, as: settlement)) { end.finish() }
        for await _ in done {}
    }

    /// Nothing is repeated any more after this moment: the worker is leaving.
    func close(at end: ContinuousClock.Instant) { closing.withLock { $0 = end } }

    /// Hands a settlement over; `done` is called once when nothing is left to do for the delivery.
    ///
    /// Repeats while the store cannot be reached, for two leases at most: by then the job is somebody else's.
    func submit(_ job: JobSettlement, done: @escaping @Sendable () -> Void) {
        submit(job, attempt: 1, until: .now + configuration.lease * 2, done: done)
    }

    private func submit(
        _ job: JobSettlement,
        attempt: Int,
        until end: ContinuousClock.Instant,
        done: @escaping @Sendable () -> Void
    ) {
        batcher.submit(job) { outcome in
            switch outcome {
            case .success(let reply):
                self.record(reply, job)
                done()
            case .failure(let error) where error.isRetriable && self.isTime(until: end):
                Task.detached {
                    try? await Task.sleep(for: Self.backoff.delay(attempt: attempt))
                    self.submit(job, attempt: attempt + 1, until: end, done: done)
                }
            case .failure(let error):
                self.giveUp(job.delivery, error)
                done()
            }
        }
    }

    private func isTime(until end: ContinuousClock.Instant) -> Bool {
        .now < min(end, closing.withLock { $0 } ?? end)
    }

    private static let backoff = Backoff(base: .milliseconds(100), cap: .seconds(2))

    private func record(_ reply: SettlementReply, _ job: JobSettlement) {
        guard reply != .lost else {
            status.count(.lost)
            logger.warning("delivery was lost before it was settled", metadata: ["job.delivery": "\(job.delivery)"])
            return
        }
        switch job.settlement {
        case .finish: status.count(.completed)
        case .later: status.count(.retried)
        case .release: status.count(.released)
        case .bury: status.count(.buried)
        }
        // This worker may be waiting for longer than the job is put off.
        if case .later = job.settlement { interrupter.interrupt() }
    }

    private func giveUp(_ delivery: Int64, _ error: JobQueueError) {
        status.count(.lost)
        logger.error(
            "delivery could not be settled, its lease will end and it will run again",
            metadata: ["job.delivery": "\(delivery)", "error": "\(error)"]
        )
    }
}
