// SPDX-License-Identifier: Apache-2.0

import JSON

/// Turns outcomes into settlements. No I/O, so that every rule can be tested alone.
struct SettlementPlanner {
    let configuration: WorkerConfiguration

    /// The last word on a run; nil if there is none to say.
    func settlement(for outcome: JobOutcome, in context: JobContext, now: Moment) -> Settlement? {
        switch outcome {
        case .completed(let result):
            let status = ResultEnvelope.Status(rawValue: result.status.rawValue) ?? .needsReview
            do throws(SealError) {
                let members = try sealed(result.members, status, of: context.facts.job.id)
                return finish(context, status, members: members, now: now)
            } catch {
                return retry(context, .unsealed(error), floor: nil, burnsAttempt: true, now: now)
            }
        case .cancelled:
            let error: JSONObject = ["type": "job.cancelled", "message": "cancelled by an operator"]
            return finish(context, .cancelled, error: error, now: now)
        case .retry(let failure, let floor, let burnsAttempt):
            return retry(context, failure, floor: floor, burnsAttempt: burnsAttempt, now: now)
        case .wait(let failure, let floor):
            return wait(context, failure, floor: floor, now: now)
        case .deadLetter(let failure, let reason):
            var run = context.job.run
            run.append(attempt(context, failure, now: now))
            return bury(context, failure, reason, run: run, now: now)
        case .release:
            return .release
        case .lost:
            return nil
        }
    }

    /// What the handler made, as it may lie in the store.
    private func sealed(
        _ members: JSONObject,
        _ status: ResultEnvelope.Status,
        of jobID: String
    ) throws(SealError) -> JSONObject {
        guard let seal = configuration.seal else { return members }
        return try SealedForm.sealed(members, status: status.rawValue, of: jobID, with: seal)
    }

    /// A job as it goes back into the store.
    func bytes(of job: JobEnvelope) -> [UInt8] { EnvelopeBytes(original: original(of: job)).adding(job.run) }

    /// The producer's bytes, with the payload sealed where there is a seal. One that would be too long then stays as it is:
    /// nobody could read it any more.
    ///
    /// Where only sealed jobs are taken, a plain one is not made one of them, but sealed as a whole.
    private func original(of job: JobEnvelope) -> [UInt8] {
        guard let seal = configuration.seal else { return job.original }
        if configuration.requiresSealed, !SealedForm.isSealed(payload: job.payload) {
            return whole(job.original, of: job.id) ?? job.original
        }
        guard let sealed = try? SealedForm.sealed(job: job.original, with: seal),
            sealed.count <= configuration.maximumEnvelopeBytes
        else { return job.original }
        return sealed
    }

    /// Bytes that nobody reads any more, sealed where there is a seal.
    private func whole(_ bytes: [UInt8], of jobID: String?) -> [UInt8]? {
        guard let seal = configuration.seal, !bytes.isEmpty else { return nil }
        return try? SealedForm.sealed(envelope: bytes, of: jobID, with: seal)
    }

    /// The last word on a delivery whose envelope cannot be read.
    func undecodable(_ delivery: Delivery, _ error: EnvelopeError, now: Moment) -> Settlement {
        guard !error.isForLater else { return parked(delivery, error, now: now) }
        // What cannot be read is not sent back plain: the store has it.
        let original = try? EnvelopeBytes(removingRunFrom: delivery.bytes, limits: .standard).original
        let sealed = whole(original ?? delivery.bytes, of: error.jobID)
        return bury(
            delivery,
            .undecodable(error),
            error.code == .keyMissing ? .attemptsExhausted : .undecodable,
            jobID: error.jobID,
            run: error.code == .keyMissing ? SealedEnvelope(delivery.bytes).run : JobRun(),
            original: sealed ?? original,
            now: now
        )
    }

    /// A key is waited for as by jobs of which only the payload is sealed; a worker of another version comes sooner or later.
    private func parked(_ delivery: Delivery, _ error: EnvelopeError, now: Moment) -> Settlement {
        guard error.code == .keyMissing else {
            return .later(bytes: delivery.bytes, delay: configuration.parkDelay)
        }
        let envelope = SealedEnvelope(delivery.bytes)
        let delay = max(configuration.parkDelay, pause(afterWaiting: envelope.waited(until: now)))
        return .later(bytes: envelope.waiting(since: now), delay: delay)
    }

    /// The last word on a job that workers lose again and again before they have started it; nil if there is hope yet. It
    /// is not read: that may be what breaks them.
    func unread(_ orphan: Orphan, now: Moment) -> Settlement? {
        guard orphan.lossesBeforeStart >= configuration.maximumLossesBeforeStart else { return nil }
        let failure = JobFailure.neverStarted(orphan.lossesBeforeStart)
        let sealed = whole(orphan.delivery.bytes, of: nil)
        return bury(orphan.delivery, failure, .poison, jobID: nil, original: sealed, now: now)
    }

    /// Buries a job of which nothing is known, or no more than its id.
    private func bury(
        _ delivery: Delivery,
        _ failure: JobFailure,
        _ reason: DeadLetterReason,
        jobID: String?,
        run: JobRun = JobRun(),
        original: [UInt8]?,
        now: Moment
    ) -> Settlement {
        let letter = DeadLetter(
            id: Self.letterID(delivery.number),
            jobID: jobID,
            type: nil,
            failure: failure,
            reason: reason,
            diedAt: now,
            firstSeenAt: run.firstSeen ?? run.waitingSince ?? now,
            worker: configuration.worker,
            redrives: run.redrives,
            headers: [:],
            tags: [:],
            attempts: run.attempts,
            droppedAttempts: run.droppedAttempts
        )
        let result = ResultEnvelope(
            jobID: jobID,
            type: JobEnvelope.defaultType,
            status: .failed,
            error: Self.error(failure, letter: letter.id),
            delivery: delivery.number,
            worker: configuration.worker,
            finishedAt: now
        )
        return .bury(letter, original: original, result: result.bytes)
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

    private func retry(
        _ context: JobContext,
        _ failure: JobFailure,
        floor: Duration?,
        burnsAttempt: Bool,
        now: Moment
    ) -> Settlement {
        var job = context.job
        job.run.append(attempt(context, failure, now: now))
        job.run.lossesBeforeStart = 0
        job.run.waitingSince = nil
        if burnsAttempt { job.run.failedAttempts += 1 }
        let limit = job.options.maximumAttempts ?? configuration.maximumAttempts
        if job.run.failedAttempts >= limit || job.run.runs >= configuration.maximumRuns {
            return bury(context, failure, .attemptsExhausted, run: job.run, now: now)
        }
        let backoff = configuration.retryBackoff.delay(attempt: max(job.run.failedAttempts, 1))
        return putOff(job, context, failure, max(backoff, floor ?? .zero), now: now)
    }

    /// Nothing is recorded of it: no run that failed is to be let go for that.
    private func wait(_ context: JobContext, _ failure: JobFailure, floor: Duration, now: Moment) -> Settlement {
        var job = context.job
        let waited = now.since(job.run.waitingSince ?? now)
        guard waited < configuration.longestWait else {
            job.run.append(attempt(context, failure, now: now))
            return bury(context, failure, .attemptsExhausted, run: job.run, now: now)
        }
        job.run.waitingSince = job.run.waitingSince ?? now
        job.run.lossesBeforeStart = 0
        let pause = max(configuration.retryBackoff.delay(attempt: 1), pause(afterWaiting: waited))
        return putOff(job, context, failure, max(pause, floor), now: now)
    }

    /// What has waited for long is looked at less often: there may be very many of its kind.
    private func pause(afterWaiting waited: Duration) -> Duration { min(waited / 10, .seconds(600)) }

    /// Back into the store for a while, unless that would be too late.
    private func putOff(
        _ job: JobEnvelope,
        _ context: JobContext,
        _ failure: JobFailure,
        _ delay: Duration,
        now: Moment
    ) -> Settlement {
        if let deadline = job.options.deadline, now.milliseconds + delay.milliseconds > deadline.milliseconds {
            return bury(context, .deadlinePassed(stage: failure.stage), .expired, run: job.run, now: now)
        }
        return .later(bytes: bytes(of: job), delay: delay)
    }

    private func attempt(_ context: JobContext, _ failure: JobFailure, now: Moment) -> AttemptRecord {
        AttemptRecord(
            number: context.attempt,
            kind: failure.errorType == JobFailure.timeoutErrorType ? .timeout : .error,
            failure: failure,
            startedAt: context.startedAt,
            durationMilliseconds: now.since(context.startedAt).milliseconds,
            worker: configuration.worker,
            traceID: TraceParent(context.traceHeaders["traceparent"])?.traceID
        )
    }

    private func finish(
        _ context: JobContext,
        _ status: ResultEnvelope.Status,
        members: JSONObject = [:],
        error: JSONObject? = nil,
        now: Moment
    ) -> Settlement {
        var result = result(context.job.id, context.job.type, context.delivery, status, now: now)
        result.members = members
        result.error = error
        result.attempts = context.job.run.attempts
        result.tags = context.job.tags
        result.queued = context.queueLatency
        result.headers = context.traceHeaders
        return .finish(jobID: context.job.id, result: result.bytes)
    }

    private func bury(
        _ context: JobContext,
        _ failure: JobFailure,
        _ reason: DeadLetterReason,
        run: JobRun,
        now: Moment
    ) -> Settlement {
        bury(
            letter(context.job, context.delivery, failure, reason, run: run, now: now),
            context.job,
            delivery: context.delivery,
            queued: context.queueLatency,
            headers: context.traceHeaders,
            now: now
        )
    }

    private func bury(
        _ letter: DeadLetter,
        _ job: JobEnvelope,
        delivery: Int64,
        queued: Duration?,
        headers: [String: String],
        now: Moment
    ) -> Settlement {
        var result = result(job.id, job.type, delivery, letter.reason == .expired ? .expired : .failed, now: now)
        result.tags = job.tags
        result.error = Self.error(letter.failure, letter: letter.id)
        result.attempts = letter.attempts
        result.queued = queued
        result.headers = headers
        return .bury(letter, original: original(of: job), result: result.bytes)
    }

    private func letter(
        _ job: JobEnvelope,
        _ delivery: Int64,
        _ failure: JobFailure,
        _ reason: DeadLetterReason,
        run: JobRun,
        now: Moment
    ) -> DeadLetter {
        DeadLetter(
            id: Self.letterID(delivery),
            jobID: job.id,
            type: job.type,
            failure: failure,
            reason: reason,
            diedAt: now,
            firstSeenAt: run.firstSeen,
            worker: configuration.worker,
            redrives: run.redrives,
            headers: job.headers,
            tags: job.tags,
            attempts: run.attempts,
            droppedAttempts: run.droppedAttempts
        )
    }

    /// Of the job, only what is needed: a whole one would be copied.
    private func result(
        _ jobID: String,
        _ type: String,
        _ delivery: Int64,
        _ status: ResultEnvelope.Status,
        now: Moment
    ) -> ResultEnvelope {
        ResultEnvelope(
            jobID: jobID,
            type: type,
            status: status,
            delivery: delivery,
            worker: configuration.worker,
            finishedAt: now
        )
    }

    /// Delivery numbers are unique over the queue's life, so letters named by them are too.
    private static func letterID(_ delivery: Int64) -> String { "dl-\(delivery)" }

    private static func error(_ failure: JobFailure, letter: String) -> JSONObject {
        [
            "type": .string(failure.errorType),
            "message": .string(failure.message.truncated(toUTF8Bytes: 2048)),
            "dead_letter_id": .string(letter),
        ]
    }
}
