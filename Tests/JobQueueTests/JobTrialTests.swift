// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Testing

/// The helper for tests of handlers, used as a test of a handler would.
@Suite(.timeLimit(.minutes(1))) struct JobTrialTests {
    private let down = JobFailure(errorType: "llm.server", message: "down", stage: "model")

    @Test func aJobSucceedsAtItsThirdRun() async throws {
        let trial = try await JobTrial.run(["payload": ["name": "Ada"], "tags": ["a": "b"]]) { context in
            guard context.attempt == 3 else { return .retry(down, after: .seconds(3600)) }
            return .completed(JobResult(members: ["echo": context.job.payload]))
        }
        #expect(trial.status == "succeeded" && trial.errorType == nil && trial.deadLetter == nil)
        #expect(trial.runs == 3 && trial.result["attempts"]?.arrayValue?.count == 2)
        #expect(trial.result["echo"]?["name"] == "Ada" && trial.result["tags"]?["a"] == "b")
    }

    @Test func aJobThatFailsForGoodLeavesALetter() async throws {
        let trial = try await JobTrial.run(["id": "x", "type": "t", "options": ["max_attempts": 2]]) { _ in throw down }
        #expect(trial.status == "failed" && trial.errorType == "llm.server" && trial.runs == 2)
        #expect(trial.deadLetter?.record["job_id"] == "x" && trial.deadLetter?.record["reason"] == "attempts_exhausted")
    }

    @Test func timeLimitsHold() async throws {
        let trial = try await JobTrial.run([:]) {
            $0.jobTimeout = .milliseconds(10)
            $0.maximumAttempts = 1
        } handler: { _ in
            try await Task.sleep(for: .seconds(3600))
            return .completed(JobResult())
        }
        #expect(trial.errorType == "job.timeout")
    }

    @Test func aDelayedJobRunsAtOnce() async throws {
        let later = Moment.now.milliseconds + 86_400_000
        let options = ["not_before_ms": .integer(Int64(later))] as JSONObject
        let trial = try await JobTrial.run(["options": .object(options)]) { _ in .completed(JobResult()) }
        #expect(trial.status == "succeeded" && trial.runs == 1)
    }

    @Test func whatIsAlwaysGivenBackComesToAnEnd() async throws {
        let trial = try await JobTrial.run(["id": "x"]) { _ in .release }
        #expect(trial.errorType == "job.released" && trial.runs == 50)
    }
}
