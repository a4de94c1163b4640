// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging
import Testing

@testable import JobQueue

@Suite struct SettlementPlannerTests {
    private let planner = SettlementPlanner(configuration: WorkerConfiguration(worker: "w", concurrency: 1))
    private let failure = JobFailure(errorType: "llm.server", message: "HTTP 500 from gemini", stage: "model")
    private let now = Moment(milliseconds: 1_000_000)

    private func context(_ text: String = #"{"id":"x"}"#) throws -> JobContext {
        JobContext(
            JobContext.Facts(
                job: try JobEnvelope(decoding: Array(text.utf8)),
                queue: "q",
                worker: "w",
                queueLatency: .milliseconds(5)
            ),
            startedAt: now,
            logger: Logger(label: "test"),
            running: RunningJob(delivery: 7)
        )
    }

    @Test func aResultIsFinished() throws {
        let result = JobResult(status: .needsReview, members: ["reports": [], "version": 9])
        guard
            case .finish(let id, let bytes)? = planner.settlement(
                for: .completed(result),
                in: try context(#"{"id":"x","tags":{"a":"b"}}"#),
                now: now
            )
        else { return #expect(Bool(false)) }
        let json = try JSONValue(parsing: bytes)
        #expect(id == "x")
        #expect(json["status"] == "needs_review")
        #expect(json["version"] == 1)
        #expect(json["tags"]?["a"] == "b")
        #expect(json["timings_ms"]?["queued"] == 5)
        #expect(json["delivery"] == 7)
    }

    @Test func aFailureIsPutOffUntilAttemptsRunOut() throws {
        guard
            case .later(let bytes, let delay)? = planner.settlement(
                for: .retry(failure, after: .seconds(40)),
                in: try context(),
                now: now
            )
        else { return #expect(Bool(false)) }
        #expect(delay >= .seconds(40))
        let job = try JobEnvelope(decoding: bytes)
        #expect(job.run.failedAttempts == 1)
        #expect(job.run.attempts.first?["error_type"] == "llm.server")

        let last = try context(#"{"id":"x","options":{"max_attempts":1}}"#)
        guard case .bury(let letter, _, let result)? = planner.settlement(for: .retry(failure), in: last, now: now)
        else { return #expect(Bool(false)) }
        #expect(letter.reason == .attemptsExhausted)
        #expect(letter.attempts.count == 1)
        #expect(try JSONValue(parsing: result)["error"]?["dead_letter_id"] == .string(letter.id))
    }

    @Test func runsThatBurnNoAttemptAreBoundedToo() throws {
        var text = #"{"id":"x","run":{"attempts_dropped":49}}"#
        let outcome = JobOutcome.retry(failure, burnsAttempt: false)
        guard case .bury? = planner.settlement(for: outcome, in: try context(text), now: now) else {
            return #expect(Bool(false))
        }
        text = #"{"id":"x","options":{"max_attempts":1},"run":{"attempts_dropped":4}}"#
        guard case .later? = planner.settlement(for: outcome, in: try context(text), now: now) else {
            return #expect(Bool(false))
        }
    }

    @Test func waitingIsNoRunButHasAnEnd() throws {
        let wait = JobOutcome.wait(failure, after: .seconds(30))
        var text = #"{"id":"x","run":{"attempts_dropped":49}}"#
        let week = Duration.seconds(7 * 86_400)
        for waited in [Duration.zero, .seconds(3000), week - .milliseconds(1)] {
            let later = Moment(milliseconds: now.milliseconds + waited.milliseconds)
            guard case .later(let bytes, let delay)? = planner.settlement(for: wait, in: try context(text), now: later)
            else { return #expect(Bool(false)) }
            #expect(delay == min(max(.seconds(30), waited / 10), .seconds(600)))
            let run = try JobEnvelope(decoding: bytes).run
            #expect(run.runs == 49 && run.failedAttempts == 0 && run.waitingSince == now)
            text = String(decoding: bytes, as: UTF8.self)
        }
        let end = Moment(milliseconds: now.milliseconds + week.milliseconds)
        guard case .bury(let letter, _, _)? = planner.settlement(for: wait, in: try context(text), now: end)
        else { return #expect(Bool(false)) }
        #expect(letter.reason == .attemptsExhausted && letter.attempts.count == 1)
    }

    @Test func aRunThatCountsEndsTheWaiting() throws {
        let job = try context(#"{"id":"x","run":{"waiting_since_ms":5}}"#)
        guard case .later(let bytes, _)? = planner.settlement(for: .retry(failure), in: job, now: now)
        else { return #expect(Bool(false)) }
        let run = try JobEnvelope(decoding: bytes).run
        #expect(run.waitingSince == nil && run.runs == 1)
    }

    @Test func whatWaitsBeyondItsDeadlineExpires() throws {
        let job = try context(#"{"id":"x","options":{"deadline_ms":1010000}}"#)
        let wait = JobOutcome.wait(failure, after: .seconds(30))
        guard case .bury(let letter, _, _)? = planner.settlement(for: wait, in: job, now: now)
        else { return #expect(Bool(false)) }
        #expect(letter.reason == .expired)
    }

    @Test func aWaitBeyondTheDeadlineExpiresTheJob() throws {
        let job = try context(#"{"id":"x","options":{"deadline_ms":1010000}}"#)
        guard
            case .bury(let letter, _, let result)? = planner.settlement(
                for: .retry(failure, after: .seconds(60)),
                in: job,
                now: now
            )
        else { return #expect(Bool(false)) }
        #expect(letter.reason == .expired)
        #expect(try JSONValue(parsing: result)["status"] == "expired")
    }

    @Test func crashesLeadToPoison() throws {
        var job = try JobEnvelope(decoding: Array(#"{"id":"x"}"#.utf8))
        let orphan = Orphan(
            delivery: Delivery(number: 9, bytes: job.original),
            lostDelivery: 8,
            lostBy: "gone",
            startedJobID: "x"
        )
        for crash in 1...2 {
            guard case .later(let bytes, _) = planner.orphaned(orphan, job, now: now) else {
                return #expect(Bool(false))
            }
            job = try JobEnvelope(decoding: bytes)
            #expect(job.run.crashes == crash)
        }
        guard case .bury(let letter, let original, _) = planner.orphaned(orphan, job, now: now) else {
            return #expect(Bool(false))
        }
        #expect(letter.reason == .poison)
        #expect(letter.attempts.count == 3)
        #expect(original == Array(#"{"id":"x"}"#.utf8))
    }

    @Test func aCrashTellsWhatTheLostWorkerLastSaid() throws {
        let job = try JobEnvelope(decoding: Array(#"{"id":"x"}"#.utf8))
        var orphan = Orphan(
            delivery: Delivery(number: 9, bytes: job.original),
            lostDelivery: 8,
            lostBy: "gone",
            startedJobID: "x"
        )
        func crash(_ lastWords: String) throws -> JSONObject {
            orphan.lastWords = Array(lastWords.utf8)
            guard case .later(let bytes, _) = planner.orphaned(orphan, job, now: now) else { throw CancellationError() }
            return try #require(try JobEnvelope(decoding: bytes).run.attempts.first)
        }
        let told = try crash(
            #"{"rss_bytes":1234,"running":[{"delivery":7,"stage":"fetch"},{"delivery":8,"stage":"model","for_ms":50}]}"#
        )
        #expect(told["stage"] == "model" && told["last_heard_after_ms"] == 50)
        #expect(told["worker_rss_bytes"] == 1234 && told["job_bytes"] == 10)
        for silence in ["", "no JSON", #"{"running":[{"delivery":7,"stage":"fetch"}]}"#, #"{"running":8}"#] {
            let record = try crash(silence)
            #expect(record["stage"] == "run" && record["last_heard_after_ms"] == nil, "\(silence)")
        }
    }

    @Test func whatNeverStartedIsGivenBackAFewTimes() throws {
        var job = try JobEnvelope(decoding: Array(#"{"id":"x"}"#.utf8))
        for loss in 1...4 {
            let orphan = orphan(job.bytesWithRun, losses: 1)
            guard planner.unread(orphan, now: now) == nil else { return #expect(Bool(false)) }
            guard case .later(let bytes, .zero) = planner.orphaned(orphan, job, now: now) else {
                return #expect(Bool(false))
            }
            job = try JobEnvelope(decoding: bytes)
            #expect(job.run.lossesBeforeStart == loss && job.run.crashes == 0 && job.run.runs == 0)
        }
        let last = planner.orphaned(orphan(job.bytesWithRun, losses: 1), job, now: now)
        guard case .bury(let letter, let original, _) = last else { return #expect(Bool(false)) }
        #expect(letter.reason == .poison && letter.jobID == "x" && letter.failure.stage == "start")
        #expect(original == Array(#"{"id":"x"}"#.utf8))
    }

    @Test func whatBreaksWhoeverReadsItIsBuriedUnread() throws {
        guard planner.unread(orphan([0xFF], losses: 4), now: now) == nil else { return #expect(Bool(false)) }
        guard case .bury(let letter, nil, let result) = planner.unread(orphan([0xFF], losses: 5), now: now) else {
            return #expect(Bool(false))
        }
        #expect(letter.reason == .poison && letter.jobID == nil && letter.failure.stage == "start")
        #expect(try JSONValue(parsing: result)["status"] == "failed")
    }

    private func orphan(_ bytes: [UInt8], losses: Int) -> Orphan {
        let delivery = Delivery(number: 9, bytes: bytes)
        return Orphan(
            delivery: delivery,
            lostDelivery: 8,
            lostBy: "gone",
            startedJobID: nil,
            lossesBeforeStart: losses
        )
    }

    @Test func fingerprintsGroupWhatIsAlike() {
        let other = JobFailure(errorType: "llm.server", message: "HTTP 503 from gemini", stage: "model")
        let third = JobFailure(errorType: "llm.server", message: "no answer from gemini", stage: "model")
        #expect(Fingerprint(failure) == Fingerprint(other))
        #expect(Fingerprint(failure) != Fingerprint(third))
        #expect(Fingerprint(failure).value == "llm.server/model/HTTP N from gemini")
    }

    @Test func backoffStaysWithinItsCeilings() {
        let backoff = Backoff(base: .seconds(2), cap: .seconds(10))
        for attempt in 1...80 {
            let ceiling = min(Duration.seconds(10), .seconds(2) * (1 << min(attempt - 1, 20)))
            #expect((Duration.zero...ceiling).contains(backoff.delay(attempt: attempt)))
        }
    }
}
