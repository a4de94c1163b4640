// SPDX-License-Identifier: Apache-2.0

import Logging

/// Writes settlements, and does not let go of one while the delivery may still be ours.
struct Settler {
    let driver: any JobQueueDriver
    let configuration: WorkerConfiguration
    let status: WorkerStatus
    let logger: Logger
    private let batcher: SettlementBatcher

    init(driver: any JobQueueDriver, configuration: WorkerConfiguration, status: WorkerStatus, logger: Logger) {
        self.driver = driver
        self.configuration = configuration
        self.status = status
        self.logger = logger
        batcher = SettlementBatcher(driver: driver, worker: configuration.worker)
    }

    /// Settles in spite of cancellation: what was reached is written even by a worker that is leaving.
    ///
    /// Repeats while the store cannot be reached, for two leases at most: by then the job is somebody else's.
    func settle(_ delivery: Int64, as settlement: Settlement) async {
        let end = ContinuousClock.now + configuration.lease * 2
        let backoff = Backoff(base: .milliseconds(100), cap: .seconds(2))
        var attempt = 1
        while true {
            do {
                let reply = try await batcher.settle(JobSettlement(delivery: delivery, as: settlement))
                record(reply, settlement, delivery)
                // This worker may be waiting for longer than the job is put off.
                if case .later = settlement { await driver.interruptWait() }
                return
            } catch {
                guard error.isRetriable, ContinuousClock.now < end else { return giveUp(delivery, error) }
                let delay = backoff.delay(attempt: attempt)
                await Task { try? await Task.sleep(for: delay) }.value
                attempt += 1
            }
        }
    }

    private func record(_ reply: SettlementReply, _ settlement: Settlement, _ delivery: Int64) {
        guard reply != .lost else {
            status.count { $0.lost += 1 }
            logger.warning("delivery was lost before it was settled", metadata: ["job.delivery": "\(delivery)"])
            return
        }
        status.count {
            switch settlement {
            case .finish: $0.completed += 1
            case .later: $0.retried += 1
            case .release: $0.released += 1
            case .bury: $0.buried += 1
            }
        }
    }

    private func giveUp(_ delivery: Int64, _ error: JobQueueError) {
        status.count { $0.lost += 1 }
        logger.error(
            "delivery could not be settled, its lease will end and it will run again",
            metadata: ["job.delivery": "\(delivery)", "error": "\(error)"]
        )
    }
}
