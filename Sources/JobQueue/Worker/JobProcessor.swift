// SPDX-License-Identifier: Apache-2.0

import Logging

/// Takes one delivery from its bytes to its settlement.
struct JobProcessor {
    let driver: any JobQueueDriver
    let runner: JobRunner
    let middleware: [any JobMiddleware]
    let configuration: WorkerConfiguration
    let settler: Settler
    let status: WorkerStatus
    let logger: Logger

    private var planner: SettlementPlanner { SettlementPlanner(configuration: configuration) }

    func process(_ delivery: Delivery, in running: RunningJob, now: Moment) async {
        var job: JobEnvelope
        do {
            job = try JobEnvelope(decoding: delivery.bytes, maximumBytes: configuration.maximumEnvelopeBytes)
        } catch {
            return await settleUndecodable(delivery, error, now: now)
        }
        running.identify(as: job.id)
        job.run.firstSeen = job.run.firstSeen ?? now
        if let notBefore = job.options.notBefore, notBefore > now {
            let settlement = Settlement.later(bytes: job.bytesWithRun, delay: notBefore.since(now))
            return await settler.settle(delivery.number, as: settlement)
        }
        await start(job, delivery, running, now: now)
    }

    /// A readable id is started first, so that a repeated broken job is still answered only once.
    private func settleUndecodable(_ delivery: Delivery, _ error: EnvelopeError, now: Moment) async {
        logger.error(
            "job cannot be read",
            metadata: ["job.delivery": "\(delivery.number)", "error.message": "\(error.message)"]
        )
        if let id = error.jobID, error.code != .newerVersion {
            guard let decision = await decide(delivery, jobID: id), decision == .run || decision == .cancelled else {
                return
            }
        }
        await settler.settle(delivery.number, as: planner.undecodable(delivery, error, now: now))
    }

    private func start(_ job: JobEnvelope, _ delivery: Delivery, _ running: RunningJob, now: Moment) async {
        guard let decision = await decide(delivery, jobID: job.id) else { return }
        let context = context(job, delivery, running, now: now)
        if decision == .run { await run(context) }
        if decision == .cancelled { await settle(.cancelled, in: context) }
    }

    /// Asks the queue whether the delivery may run; settles it here where it may not. Nil if it could not be asked.
    private func decide(_ delivery: Delivery, jobID: String) async -> StartDecision? {
        let decision: StartDecision
        do {
            decision = try await driver.start(delivery.number, jobID: jobID, worker: configuration.worker)
        } catch {
            logger.warning("job could not be started", metadata: ["job.id": "\(jobID)", "error": "\(error)"])
            await settler.settle(delivery.number, as: unstarted(delivery, error))
            return nil
        }
        switch decision {
        case .run, .cancelled:
            break
        case .held:
            let settlement = Settlement.later(bytes: delivery.bytes, delay: configuration.parkDelay)
            await settler.settle(delivery.number, as: settlement)
        case .duplicate:
            status.count { $0.duplicates += 1 }
            logger.notice("job already has its answer, dropped", metadata: ["job.id": "\(jobID)"])
        case .lost:
            status.count { $0.lost += 1 }
        }
        return decision
    }

    /// At the head of the line the job would come back at once and meet the same error, as fast as the queue can.
    private func unstarted(_ delivery: Delivery, _ error: JobQueueError) -> Settlement {
        guard error.code != .cancelled else { return .release }
        return .later(bytes: delivery.bytes, delay: configuration.retryBackoff.delay(attempt: 1))
    }

    private func run(_ context: JobContext) async {
        context.running.enter(stage: "run", isCostly: false)
        var chain: @Sendable (JobContext) async -> JobOutcome = { context in
            let outcome = await runner.run(context)
            await settle(outcome, in: context)
            return outcome
        }
        for middleware in middleware.reversed() {
            chain = { [next = chain] context in await middleware.handle(context, next: next) }
        }
        _ = await chain(context)
    }

    private func settle(_ outcome: JobOutcome, in context: JobContext) async {
        let settlement = planner.settlement(for: outcome, in: context, now: .now)
        guard let settlement else { return status.count { $0.lost += 1 } }
        await settler.settle(context.delivery, as: settlement)
    }

    private func context(
        _ job: JobEnvelope,
        _ delivery: Delivery,
        _ running: RunningJob,
        now: Moment
    ) -> JobContext {
        let waitedSince = job.enqueuedAt ?? job.run.firstSeen ?? now
        return JobContext(
            job: job,
            queue: driver.queueName,
            worker: configuration.worker,
            delivery: delivery.number,
            attempt: job.run.runs + 1,
            queueLatency: max(.zero, now.since(waitedSince)),
            startedAt: .now,
            logger: logger,
            running: running
        )
    }
}
