// SPDX-License-Identifier: Apache-2.0

/// Jobs whose workers were lost.
extension SettlementPlanner {
    /// The last word on a job that workers lose again and again before they have started it; nil if there is hope yet. It
    /// is not read: that may be what breaks them.
    func unread(_ orphan: Orphan, now: Moment) -> Settlement? {
        guard orphan.lossesBeforeStart >= configuration.maximumLossesBeforeStart else { return nil }
        let failure = JobFailure.neverStarted(orphan.lossesBeforeStart)
        let sealed = whole(orphan.delivery.bytes, of: nil)
        return bury(orphan.delivery, failure, .poison, jobID: nil, original: sealed, now: now)
    }

    /// What becomes of a job whose worker was lost.
    func orphaned(_ orphan: Orphan, _ job: JobEnvelope, now: Moment) -> Settlement {
        guard orphan.startedJobID != nil else { return lostBeforeStart(orphan, job, now: now) }
        var job = job
        let failure = JobFailure.workerLost(orphan)
        job.run.crashes += 1
        job.run.append(
            AttemptRecord(number: job.run.runs + 1, kind: .crash, failure: failure, worker: orphan.lostBy)
        )
        guard job.run.crashes < configuration.maximumCrashes else {
            let letter = letter(job, orphan.delivery.number, failure, .poison, run: job.run, now: now)
            return bury(letter, job, delivery: orphan.delivery.number, queued: nil, headers: [:], now: now)
        }
        let delay = configuration.retryBackoff.delay(attempt: job.run.crashes)
        return .later(bytes: bytes(of: job), delay: delay)
    }

    /// No crash is counted, but how often that happened is.
    private func lostBeforeStart(_ orphan: Orphan, _ job: JobEnvelope, now: Moment) -> Settlement {
        var job = job
        job.run.lossesBeforeStart += orphan.lossesBeforeStart
        guard job.run.lossesBeforeStart >= configuration.maximumLossesBeforeStart else {
            return .later(bytes: bytes(of: job), delay: .zero)
        }
        let failure = JobFailure.neverStarted(job.run.lossesBeforeStart)
        let letter = letter(job, orphan.delivery.number, failure, .poison, run: job.run, now: now)
        return bury(letter, job, delivery: orphan.delivery.number, queued: nil, headers: [:], now: now)
    }
}
