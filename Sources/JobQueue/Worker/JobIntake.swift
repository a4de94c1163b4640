// SPDX-License-Identifier: Apache-2.0

/// A claimed delivery with what its bytes turned out to be.
final class JobIntake: Sendable {
    let delivery: Delivery
    let slot: RunningJob
    let content: Result<JobContext.Facts, EnvelopeError>
    /// The earliest time at which the envelope says that the job was there.
    private let knownSince: Moment?

    init(
        _ delivery: Delivery,
        in slot: RunningJob,
        of queue: String,
        configuration: WorkerConfiguration,
        now: Moment
    ) {
        self.delivery = delivery
        self.slot = slot
        do {
            var job = try JobEnvelope(of: delivery, configuration, now: now)
            slot.identify(as: job)
            knownSince = job.run.firstSeen.map { min($0, job.enqueuedAt ?? $0) } ?? job.enqueuedAt
            job.run.firstSeen = job.run.firstSeen ?? now
            let waitedSince = job.enqueuedAt ?? job.run.firstSeen ?? now
            let facts = JobContext.Facts(
                job: consume job,
                queue: queue,
                worker: configuration.worker,
                queueLatency: max(.zero, now.since(waitedSince))
            )
            content = .success(facts)
        } catch {
            knownSince = nil
            content = .failure(error)
        }
    }

    /// What the queue is asked before anything is done; nil for what does not get so far.
    ///
    /// A readable id is started even if the rest is broken, so that a repeated broken job is still answered only once.
    func start(now: Moment) -> JobStart? {
        switch content {
        case .success(let facts):
            if let notBefore = facts.job.options.notBefore, notBefore > now { return nil }
            return JobStart(delivery: delivery.number, jobID: facts.job.id, knownSince: knownSince)
        case .failure(let error):
            guard let id = error.jobID, !error.isForLater else { return nil }
            return JobStart(delivery: delivery.number, jobID: id)
        }
    }
}
