// SPDX-License-Identifier: Apache-2.0

import Logging

/// Takes claimed deliveries from their bytes to their settlements.
final class JobProcessor: Sendable {
    private let driver: any JobQueueDriver
    private let running: RunningJobs
    private let configuration: WorkerConfiguration
    private let settler: Settler
    private let planner: SettlementPlanner
    private let runner: JobRunner
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
        self.driver = driver
        self.running = running
        self.configuration = configuration
        self.settler = settler
        self.runner = runner
        planner = SettlementPlanner(configuration: configuration)
        self.status = status
        self.logger = logger
        var chain: @Sendable (JobContext) async -> JobOutcome = { context in
            context.running.reach(traceHeaders: context.traceHeaders)
            return await runner.run(context)
        }
        for middleware in middleware.reversed() {
            chain = { [next = chain] context in
                context.running.reach(traceHeaders: context.traceHeaders)
                return await middleware.handle(context, next: next)
            }
        }
        self.chain = chain
    }

    /// Takes the batch in at once, so that its slots are taken, and goes on in tasks of its own.
    func process(_ batch: ClaimedBatch) {
        guard !batch.deliveries.isEmpty else { return }
        status.count(.claimed, by: batch.deliveries.count)
        let jobs = zip(batch.deliveries, running.add(batch.deliveries)).map { delivery, job in
            RunningJobs.Shelved(delivery: delivery, job: job, claimedAt: batch.now)
        }
        begin(running.shelve(jobs))
    }

    /// Begins what was claimed beyond the slots, as they become free, until the worker claims no more.
    func serveShelf() async {
        while !Task.isCancelled, let jobs = await running.shelvedForFreeSlots() { begin(jobs) }
    }

    private func begin(_ jobs: [RunningJobs.Shelved]) {
        guard let now = jobs.first?.now else { return }
        Task { await self.start(jobs, now: now) }
    }

    /// Decodes the jobs and asks for all of them together which may run; those that may have a task from then on.
    private func start(_ jobs: [RunningJobs.Shelved], now: Moment) async {
        let (intakes, starts) = intakes(of: jobs, now: now)
        let decisions = await driver.startEach(starts, worker: configuration.worker)
        var counts = WorkerStatus.Counts()
        for (intake, decision) in zip(intakes, decisions) { proceed(intake, decision, now: now, &counts) }
        status.count(counts)
    }

    /// Decodes jobs and settles those that the queue need not be asked about.
    private func intakes(of jobs: [RunningJobs.Shelved], now: Moment) -> ([JobIntake], [JobStart]) {
        var intakes: [JobIntake] = []
        var starts: [JobStart] = []
        intakes.reserveCapacity(jobs.count)
        starts.reserveCapacity(jobs.count)
        let queue = driver.queueName
        for item in jobs {
            let intake = JobIntake(
                item.delivery,
                in: item.job,
                of: queue,
                configuration: configuration,
                now: now
            )
            guard let start = intake.start(now: now) else {
                settleUnstarted(intake, now: now)
                continue
            }
            intakes.append(intake)
            starts.append(start)
        }
        return (intakes, starts)
    }

    /// Settles a delivery that nobody has settled yet.
    private func settle(_ slot: RunningJob, as settlement: Settlement) {
        if slot.beginSettling() { settler.submit(settlement, of: slot) }
    }

    /// Settles a run as the outermost middleware would have it.
    private func settle(_ context: consuming JobContext, as outcome: consuming JobOutcome) {
        let slot = context.running
        context.traceHeaders = slot.traceHeaders
        let outcome = Self.settled(outcome, in: slot)
        guard let settlement = planner.settlement(for: outcome, in: context, now: .now) else {
            status.count(.lost)
            return running.release(slot, .delivery)
        }
        tell(of: settlement, after: outcome)
        settle(slot, as: settlement)
    }

    /// What a run's middleware took for a failure to be tried again may have been the job's last.
    private func tell(of settlement: Settlement, after outcome: JobOutcome) {
        if case .deadLetter = outcome { return }
        if case .bury(let letter, _, _) = settlement { logger.givenUp(letter) }
    }

    /// Only the engine knows whether a job was lost, and what a middleware gives back of its own accord waits and is
    /// counted, as with a handler.
    private static func settled(_ outcome: consuming JobOutcome, in slot: RunningJob) -> JobOutcome {
        guard !slot.isLost else { return .lost }
        switch outcome {
        case .release, .lost:
            return slot.stopReason == nil ? .retry(.givenBack(stage: slot.stage), burnsAttempt: false) : .release
        default:
            return outcome
        }
    }

    /// What is not to be run yet, or cannot be read at all.
    private func settleUnstarted(_ intake: JobIntake, now: Moment) {
        switch intake.content {
        case .success(let facts):
            let delay = max(.zero, (facts.job.options.notBefore ?? now).since(now))
            settle(intake.slot, as: .later(bytes: planner.bytes(of: facts.job), delay: delay))
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
        settle(intake.slot, as: planner.undecodable(delivery, error, now: now))
    }

    private func proceed(
        _ intake: JobIntake,
        _ decision: Result<StartDecision, JobQueueError>,
        now: Moment,
        _ counts: inout WorkerStatus.Counts
    ) {
        let delivery = intake.delivery
        switch decision {
        case .success(.run):
            counts.started += run(intake, now: now) ? 1 : 0
        case .success(.cancelled):
            cancel(intake, now: now)
        case .success(.held):
            settle(intake.slot, as: .later(bytes: delivery.bytes, delay: configuration.parkDelay))
        case .success(.duplicate):
            counts.duplicates += 1
            logger.notice("job already has its answer, dropped", metadata: ["job.id": "\(intake.slot.jobID ?? "")"])
            running.release(intake.slot, .delivery)
        case .success(.lost):
            counts.lost += 1
            running.release(intake.slot, .delivery)
        case .failure(let error):
            let id = intake.slot.jobID ?? ""
            logger.warning("job could not be started", metadata: ["job.id": "\(id)", "error": "\(error)"])
            settle(intake.slot, as: unstarted(delivery, error))
        }
    }

    /// At the head of the line the job would come back at once and meet the same error, as fast as the queue can.
    private func unstarted(_ delivery: Delivery, _ error: JobQueueError) -> Settlement {
        guard error.code != .cancelled else { return .release }
        return .later(bytes: delivery.bytes, delay: configuration.retryBackoff.delay(attempt: 1))
    }

    /// Begins a run; false if the job cannot be read.
    private func run(_ intake: JobIntake, now: Moment) -> Bool {
        switch intake.content {
        case .failure(let error):
            settleUndecodable(intake, error, now: now)
            return false
        case .success(let facts):
            let slot = intake.slot
            slot.enter(stage: "run", isCostly: false)
            let context = context(facts, slot)
            status.metrics?.waited(context.queueLatency)
            slot.work {
                Task {
                    await self.run(context)
                    self.running.release(slot, .task)
                }
            }
            return true
        }
    }

    private func run(_ context: consuming JobContext) async {
        let begin = ContinuousClock.now
        runner.begin(context, at: begin)
        let outcome = await chain(context)
        status.ran(context.job.type, outcome: outcome, for: .now - begin)
        settle(context, as: outcome)
    }

    private func cancel(_ intake: JobIntake, now: Moment) {
        switch intake.content {
        case .failure(let error):
            settleUndecodable(intake, error, now: now)
        case .success(let facts):
            settle(context(facts, intake.slot), as: .cancelled)
        }
    }

    private func context(_ facts: JobContext.Facts, _ slot: RunningJob) -> JobContext {
        JobContext(facts, startedAt: .now, logger: logger, running: slot)
    }
}
