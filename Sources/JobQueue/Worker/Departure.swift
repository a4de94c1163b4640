// SPDX-License-Identifier: Apache-2.0

import Logging

/// Sees a worker's jobs out, within one deadline that counts from when the worker was told to stop.
struct Departure {
    let running: RunningJobs
    let settler: Settler
    let configuration: WorkerConfiguration
    let logger: Logger

    /// Gives back at once what costs nothing, lets the rest run for the drain time, then gives that back too. A
    /// cancelled worker gives back everything at once.
    ///
    /// - Returns: Until when the worker may take to say goodbye.
    func run() async -> ContinuousClock.Instant {
        let begin = running.closedAt ?? .now
        for job in running.clearShelf() where job.beginSettling() { settler.submit(.release, of: job) }
        for job in running.all where !job.isCostly { job.stop(.shutdown) }
        await running.costlyJobsGone(before: begin + configuration.drainTimeout)
        let end = min(.now, begin + configuration.drainTimeout) + configuration.leaveTimeout
        // However this task stands, what is left has its time.
        await Task { await giveBack(before: end) }.value
        return end
    }

    private func giveBack(before end: ContinuousClock.Instant) async {
        settler.close(at: end)
        for job in running.all { job.stop(.shutdown) }
        await running.allGone(before: end - configuration.leaveTimeout / 2)
        for job in running.all where job.abandon() { giveUp(job) }
        await running.allGone(before: end)
        let left = running.count
        guard left > 0 else { return }
        logger.error("jobs could not be settled in time, their leases will end", metadata: ["jobs": "\(left)"])
    }

    /// Its handler does not hear that it was cancelled; what it may still come to is not settled.
    private func giveUp(_ job: RunningJob) {
        logger.error(
            "handler did not end after it was cancelled, its job is given back",
            metadata: [
                "job.id": "\(job.jobID ?? "")", "job.delivery": "\(job.delivery)", "job.stage": "\(job.stage)",
            ]
        )
        running.release(job, .task)
        guard !job.isLost else { return running.release(job, .delivery) }
        settler.submit(.release, of: job)
    }
}
