// SPDX-License-Identifier: Apache-2.0

import JSON

/// Dead letters, and the results that tell of them.
extension SettlementPlanner {
    func bury(
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

    func bury(
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

    func letter(
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
    func result(
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
    static func letterID(_ delivery: Int64) -> String { "dl-\(delivery)" }

    static func error(_ failure: JobFailure, letter: String) -> JSONObject {
        [
            "type": .string(failure.errorType),
            "message": .string(failure.message.truncated(toUTF8Bytes: 2048)),
            "dead_letter_id": .string(letter),
        ]
    }
}
