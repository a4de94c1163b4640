// SPDX-License-Identifier: Apache-2.0

import Logging

/// Takes claimed deliveries from their bytes to their settlements.
final class JobProcessor: Sendable {
    private let driver: any JobQueueDriver
    private let running: RunningJobs
    private let configuration: WorkerConfiguration
    private let settler: Settler
    private let planner: SettlementPlanner
    private let status: WorkerStatus
    private let logger: Logger
    /// The middleware around the handler.
    private let chain: @Sendable (JobContext) async -> JobOutcome

    init(
        driver: any JobQueueDriver,
        running: RunningJobs,
        runner: JobRunner,
        middleware: [any JobMiddleware],
        configuration: WorkerConfiguration,
        settler: Settler,
        status: WorkerStatus,
        logger: Logger
    ) {
        let planner = SettlementPlanner(configuration: configuration)
        self.driver = driver
        self.running = running
        self.configuration = configuration
        self.settler = settler
        self.planner = planner
        self.status = status
        self.logger = logger
        var chain: @Sendable (JobContext) async -> JobOutcome = { context in
            let outcome = await runner.run(context)
            let slot = context.running
            guard let settlement = planner.settlement(for: outcome, in: context, now: .now) else {
                status.count { $0.lost += 1 }
                running.release(slot)
                return outcome
            }
            settler.submit(JobSettlement(delivery: slot.delivery, as: settlement)) { running.release(slot) }
            return outcome
        }
        for middleware in middleware.reversed() {
            chain = { [next = chain] context in await middleware.handle(context, next: next) }
        }
        self.chain = chain
    }

    /// Takes the batch in at once, so that its slots are taken, and goes on in tasks of its own.
    func process(_ batch: ClaimedBatch) {
        guard !batch.deliveries.isEmpty else { return }
        status.count { $0.claimed += batch.deliveries.count }
        let slots = running.add(batch.deliveries)
        Task { await self.start(batch, slots) }
    }

    /// Decodes the jobs and asks for all of them together which may run; those that may have a task from then on.
    private func start(_ batch: ClaimedBatch, _ slots: [RunningJob]) async {
        let now = batch.now
        var intakes: [JobIntake] = []
        var starts: [JobStart] = []
        for (delivery, slot) in zip(batch.deliveries, slots) {
            let limit = configuration.maximumEnvelopeBytes
            let intake = JobIntake(delivery, in: slot, maximumBytes: limit, now: now)
            guard let start = intake.start(now: now) else {
                settleUnstarted(intake, now: now)
                continue
            }
            intakes.append(intake)
            starts.append(start)
        }
        let decisions = await driver.startEach(starts, worker: configuration.worker)
        for (intake, decision) in zip(intakes, decisions) { proceed(intake, decision, now: now) }
    }

    private func settle(_ intake: JobIntake, as settlement: Settlement) {
        let job = JobSettlement(delivery: intake.delivery.number, as: settlement)
        settler.submit(job) { [running] in running.release(intake.slot) }
    }

    /// What is not to be run yet, or cannot be read at all.
    private func settleUnstarted(_ intake: JobIntake, now: Moment) {
        switch intake.content {
        case .success(let job):
            let delay = max(.zero, (job.options.notBefore ?? now).since(now))
            settle(intake, as: .later(bytes: job.bytesWithRun, delay: delay))
        case .failure(let error):
            settleUndecodable(intake, error, now: now)
        }
    }

    private func settleUndecodable(_ intake: JobIntake, _ error: EnvelopeError, now: Moment) {
        let delivery = intake.delivery
        logger.error(
            "job cannot be read",
            metadata: ["job.delivery": "\(delivery.number)", "error.message": "\(error.message)"]
        )
        settle(intake, as: planner.undecodable(delivery, error, now: now))
    }

    private func proceed(_ intake: JobIntake, _ decision: Result<StartDecision, JobQueueError>, now: Moment) {
        let delivery = intake.delivery
        switch decision {
        case .success(.run):
            run(intake, now: now)
        case .success(.cancelled):
            cancel(intake, now: now)
        case .success(.held):
            settle(intake, as: .later(bytes: delivery.bytes, delay: configuration.parkDelay))
        case .success(.duplicate):
            status.count { $0.duplicates += 1 }
            logger.notice("job already has its answer, dropped", metadata: ["job.id": "\(intake.slot.jobID ?? "")"])
            running.release(intake.slot)
        case .success(.lost):
            status.count { $0.lost += 1 }
            running.release(intake.slot)
        case .failure(let error):
            let id = intake.slot.jobID ?? ""
            logger.warning("job could not be started", metadata: ["job.id": "\(id)", "error": "\(error)"])
            settle(intake, as: unstarted(delivery, error))
        }
    }

    /// At the head of the line the job would come back at once and meet the same error, as fast as the queue can.
    private func unstarted(_ delivery: Delivery, _ error: JobQueueError) -> Settlement {
        guard error.code != .cancelled else { return .release }
        return .later(bytes: delivery.bytes, delay: configuration.retryBackoff.delay(attempt: 1))
    }

    private func run(_ intake: JobIntake, now: Moment) {
        switch intake.content {
        case .failure(let error):
            settleUndecodable(intake, error, now: now)
        case .success(let job):
            intake.slot.enter(stage: "run", isCostly: false)
            intake.slot.work(in: running) { _ = await self.chain(self.context(job, intake, now: now)) }
        }
    }

    private func cancel(_ intake: JobIntake, now: Moment) {
        switch intake.content {
        case .failure(let error):
            settleUndecodable(intake, error, now: now)
        case .success(let job):
            let context = context(job, intake, now: now)
            guard let settlement = planner.settlement(for: .cancelled, in: context, now: .now) else { return }
            settle(intake, as: settlement)
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
