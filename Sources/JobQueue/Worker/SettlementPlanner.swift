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
    func pause(afterWaiting waited: Duration) -> Duration { min(waited / 10, .seconds(600)) }

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
}
