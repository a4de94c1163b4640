// SPDX-License-Identifier: Apache-2.0

import JSON

/// Jobs of which nothing is known, or no more than the id.
extension SettlementPlanner {
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

    /// Buries a job of which nothing is known, or no more than its id.
    func bury(
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
}
