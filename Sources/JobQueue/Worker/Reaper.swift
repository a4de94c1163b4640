// SPDX-License-Identifier: Apache-2.0

import Logging

/// Takes over what other workers lost, and decides what becomes of it.
struct Reaper {
    let driver: any JobQueueDriver
    let configuration: WorkerConfiguration
    let settler: Settler
    let status: WorkerStatus
    let logger: Logger

    /// Looks again and again until the task is cancelled; workers spread their looks over the interval.
    func run() async {
        var watch = ClockWatch(lease: configuration.lease)
        _ = await trustsLeases(&watch)
        while !Task.isCancelled {
            try? await Task.sleep(for: configuration.reapInterval * Double.random(in: 0.5...1))
            guard !Task.isCancelled else { return }
            if await trustsLeases(&watch) { await reap() }
        }
    }

    private func trustsLeases(_ watch: inout ClockWatch) async -> Bool {
        do {
            return watch.trusts(try await driver.now(), at: .now)
        } catch {
            if !Task.isCancelled { logger.warning("looking for lost jobs failed", metadata: ["error": "\(error)"]) }
            return false
        }
    }

    /// One look. None while heartbeats have failed lately: an outage of the queue ends the leases of workers that are
    /// well, and when it is over, they must be heard first.
    func reap() async {
        guard !status.hasFailedToBeat(within: configuration.lease) else { return }
        do {
            var orphans: [Orphan]
            repeat {
                orphans = try await driver.takeOver(
                    upTo: 100,
                    worker: configuration.worker,
                    // As long as it takes to decide: should this worker be lost as well, the jobs have waited once.
                    lease: configuration.lease / 3
                )
                // A worker that leaves waits for no more settlements; these leases end again, and soon.
                if !Task.isCancelled { await resolve(orphans) }
            } while !orphans.isEmpty && !Task.isCancelled
            let staged = try await driver.unstageSilentWorkers(silentFor: configuration.lease * 3)
            if staged > 0 {
                logger.notice("put back unclaimed jobs of silent workers", metadata: ["jobs": "\(staged)"])
            }
        } catch {
            if !Task.isCancelled { logger.warning("looking for lost jobs failed", metadata: ["error": "\(error)"]) }
        }
    }

    /// All at once: their settlements go out together.
    private func resolve(_ orphans: [Orphan]) async {
        await withDiscardingTaskGroup { group in
            for orphan in orphans { group.addTask { await resolve(orphan) } }
        }
    }

    private func resolve(_ orphan: Orphan) async {
        status.count(.takenOver)
        logger.notice(
            "took over a lost delivery",
            metadata: ["job.delivery": "\(orphan.lostDelivery)", "worker.lost": "\(orphan.lostBy)"]
        )
        let settlement = settlement(for: orphan)
        if case .bury(let letter, _, _) = settlement { logger.givenUp(letter) }
        await settler.settle(orphan.delivery.number, as: settlement)
    }

    private func settlement(for orphan: Orphan) -> Settlement {
        let planner = SettlementPlanner(configuration: configuration)
        // Whatever it is that breaks workers, this one need not meet it.
        if let poison = planner.unread(orphan, now: .now) { return poison }
        do {
            let job = try JobEnvelope(of: orphan.delivery, configuration, now: .now)
            return planner.orphaned(orphan, job, now: .now)
        } catch {
            return planner.undecodable(orphan.delivery, error, now: .now)
        }
    }
}
