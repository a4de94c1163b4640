// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging

/// Keeps a worker's leases alive and passes on what the queue says about its jobs.
struct Heartbeat {
    let driver: any JobQueueDriver
    let configuration: WorkerConfiguration
    let running: RunningJobs
    let status: WorkerStatus
    let logger: Logger

    /// Beats until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let isHeard = await beat()
            // A lease spans few intervals: what failed is repeated soon.
            let interval = configuration.heartbeatInterval
            try? await Task.sleep(for: isHeard ? interval : min(interval, .seconds(1)))
        }
    }

    /// One heartbeat; returns whether it got through.
    @discardableResult
    func beat() async -> Bool {
        status.triesToBeat()
        do {
            let reply = try await driver.beat(
                worker: configuration.worker,
                status: JSONValue.object(status.json(running: running)).serialized(),
                deliveries: running.all.map(\.delivery),
                lease: configuration.lease
            )
            for delivery in reply.lost { running.job(delivery)?.stop(.leaseLost) }
            for delivery in reply.cancelled { running.job(delivery)?.stop(.cancelled) }
            status.beatHeard()
            await heed(reply.isQuieted)
            return true
        } catch {
            status.beatFailed()
            if !Task.isCancelled { logger.warning("heartbeat failed", metadata: ["error": "\(error)"]) }
            return false
        }
    }

    private func heed(_ isQuieted: Bool) async {
        guard running.setQuieted(isQuieted) else { return }
        logger.notice(isQuieted ? "an operator wants no more jobs to be taken" : "jobs are taken again")
        if isQuieted { await driver.interruptWait() }
    }
}
