// SPDX-License-Identifier: Apache-2.0

import Logging

/// Takes claimed deliveries from their bytes to their settlements.
struct JobProcessor {
    private let driver: any JobQueueDriver
    private let configuration: WorkerConfiguration
    private let settler: Settler
    private let planner: SettlementPlanner
    private let status: WorkerStatus
    private let logger: Logger
    /// The middleware around the handler and the settlement.
    private let chain: @Sendable (JobContext) async -> JobOutcome

    init(
        driver: any JobQueueDriver,
        runner: JobRunner,
        middleware: [any JobMiddleware],
        configuration: WorkerConfiguration,
        settler: Settler,
        status: WorkerStatus,
        logger: Logger
    ) {
        let planner = SettlementPlanner(configuration: configuration)
        self.driver = driver
        self.configuration = configuration
        self.settler = settler
        self.planner = planner
        self.status = status
        self.logger = logger
        var chain: @Sendable (JobContext) async -> JobOutcome = { context in
            let outcome = await runner.run(context)
            if let settlement = planner.settlement(for: outcome, in: context, now: .now) {
                await settler.settle(context.delivery, as: settlement)
            } else {
                status.count { $0.lost += 1 }
            }
            return outcome
        }
        for middleware in middleware.reversed() {
            chain = { [next = chain] context in await middleware.handle(context, next: next) }
        }
        self.chain = chain
    }

    /// Takes the batch in at once, so that its slots are taken, and goes on in tasks of its own.
    func process(_ batch: ClaimedBatch, in running: RunningJobs) {
        guard !batch.deliveries.isEmpty else { return }
        status.count { $0.claimed += batch.deliveries.count }
        let slots = running.add(batch.deliveries)
        Task { await start(batch, slots, running) }
    }

    /// Decodes the jobs and asks for all of them together which may run; from then on each has a task.
    private func start(_ batch: ClaimedBatch, _ slots: [RunningJob], _ running: RunningJobs) async {
        var asking: [(intake: JobIntake, start: JobStart)] = []
        for (delivery, slot) in zip(batch.deliveries, slots) {
            let limit = configuration.maximumEnvelopeBytes
            let intake = JobIntake(delivery, in: slot, maximumBytes: limit, now: batch.now)
            if let start = intake.start(now: batch.now) {
                asking.append((intake, start))
            } else {
                work(on: intake, in: running) { await settleUnstarted(intake, now: batch.now) }
            }
        }
        let decisions = await driver.startEach(asking.map(\.start), worker: configuration.worker)
        for ((intake, _), decision) in zip(asking, decisions) {
            work(on: intake, in: running) { await proceed(intake, decision, now: batch.now) }
        }
    }

    private func work(on intake: JobIntake, in running: RunningJobs, _ body: @escaping @Sendable () async -> Void) {
        intake.slot.work {
            await body()
            running.remove(intake.delivery.number)
        }
    }

    /// What is not to be run yet, or cannot be read at all.
    private func settleUnstarted(_ intake: JobIntake, now: Moment) async {
        switch intake.content {
        case .success(let job):
            let delay = max(.zero, (job.options.notBefore ?? now).since(now))
            await settler.settle(intake.delivery.number, as: .later(bytes: job.bytesWithRun, delay: delay))
        case .failure(let error):
            await settleUndecodable(intake.delivery, error, now: now)
        }
    }

    private func settleUndecodable(_ delivery: Delivery, _ error: EnvelopeError, now: Moment) async {
        logger.error(
            "job cannot be read",
            metadata: ["job.delivery": "\(delivery.number)", "error.message": "\(error.message)"]
        )
        await settler.settle(delivery.number, as: planner.undecodable(delivery, error, now: now))
    }

    private func proceed(_ intake: JobIntake, _ decision: Result<StartDecision, JobQueueError>, now: Moment) async {
        let delivery = intake.delivery
        switch decision {
        case .success(.run), .success(.cancelled):
            await run(intake, isCancelled: (try? decision.get()) == .cancelled, now: now)
        case .success(.held):
            await settler.settle(delivery.number, as: .later(bytes: delivery.bytes, delay: configuration.parkDelay))
        case .success(.duplicate):
            status.count { $0.duplicates += 1 }
            logger.notice("job already has its answer, dropped", metadata: ["job.id": "\(intake.slot.jobID ?? "")"])
        case .success(.lost):
            status.count { $0.lost += 1 }
        case .failure(let error):
            let id = intake.slot.jobID ?? ""
            logger.warning("job could not be started", metadata: ["job.id": "\(id)", "error": "\(error)"])
            await settler.settle(delivery.number, as: unstarted(delivery, error))
        }
    }

    /// At the head of the line the job would come back at once and meet the same error, as fast as the queue can.
    private func unstarted(_ delivery: Delivery, _ error: JobQueueError) -> Settlement {
        guard error.code != .cancelled else { return .release }
        return .later(bytes: delivery.bytes, delay: configuration.retryBackoff.delay(attempt: 1))
    }

    private func run(_ intake: JobIntake, isCancelled: Bool, now: Moment) async {
        switch intake.content {
        case .failure(let error):
            await settleUndecodable(intake.delivery, error, now: now)
        case .success(let job):
            let context = context(job, intake, now: now)
            guard isCancelled else {
                context.running.enter(stage: "run", isCostly: false)
                _ = await chain(context)
                return
            }
            guard let settlement = planner.settlement(for: .cancelled, in: context, now: .now) else { return }
            await settler.settle(context.delivery, as: settlement)
        }
    }

    private func context(_ job: JobEnvelope, _ intake: JobIntake, now: Moment) -> JobContext {
        let waitedSince = job.enqueuedAt ?? job.run.firstSeen ?? now
        return JobContext(
            job: job,
            queue: driver.queueName,
            worker: configuration.worker,
            delivery: intake.delivery.number,
            attempt: job.run.runs + 1,
            queueLatency: max(.zero, now.since(waitedSince)),
            startedAt: .now,
            logger: logger,
            running: intake.slot
        )
    }
}
