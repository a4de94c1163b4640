// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import RedisJobQueue
import TestSupport
import Testing

/// A worker process is killed with `kill -9` at each moment that matters; another one has to make it good.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct FailureTableTests {
    @Test func aJobReceivedButNotClaimedIsPutBack() async throws {
        try await FailureFixture.with { fixture in
            let victim = try fixture.startWorker(dyingAt: "received")
            try await fixture.waitUntilWorkerWaits()
            try await fixture.enqueue()
            try await fixture.expectKilled(victim)
            #expect(try await fixture.state() == .init(staged: 1))
            try await fixture.expectOneResult(crashes: 0)
        }
    }

    @Test func aJobClaimedButNotStartedRunsAgainWithoutACrash() async throws {
        try await FailureFixture.with { fixture in
            try await fixture.enqueue()
            try await fixture.expectKilled(try fixture.startWorker(dyingAt: "claimed"))
            #expect(try await fixture.state() == .init(inFlight: 1))
            try await fixture.expectOneResult(crashes: 0)
        }
    }

    @Test(arguments: ["running", "unsent"])
    func aJobLostWhileItRanRunsAgainWithACrash(moment: String) async throws {
        try await FailureFixture.with { fixture in
            try await fixture.enqueue()
            try await fixture.expectKilled(try fixture.startWorker(dyingAt: moment))
            #expect(try await fixture.state() == .init(inFlight: 1))
            try await fixture.expectOneResult(crashes: 1)
        }
    }

    @Test func aResultThatIsWrittenStaysTheOnlyOne() async throws {
        try await FailureFixture.with { fixture in
            try await fixture.enqueue()
            try await fixture.expectKilled(try fixture.startWorker(dyingAt: "unacknowledged"))
            #expect(try await fixture.state() == .init(results: 1))
            // As a producer does that did not hear whether its first push went through.
            try await fixture.enqueue()
            try await fixture.expectOneResult(crashes: 0)
        }
    }

    @Test func aJobWhoseReaperIsLostIsTakenOverOnceMore() async throws {
        try await FailureFixture.with { fixture in
            try await fixture.enqueue()
            try await fixture.expectKilled(try fixture.startWorker(dyingAt: "running"))
            try await fixture.expectKilled(try fixture.startWorker(dyingAt: "taken-over"))
            #expect(try await fixture.state() == .init(inFlight: 1))
            try await fixture.expectOneResult(crashes: 1)
        }
    }

    /// Job code may leave no thread to anybody else: heartbeats have one of their own.
    @Test func jobsThatHogEveryThreadKeepTheirLeases() async throws {
        try await FailureFixture.with { fixture in
            let jobs = (0..<4).map { #"{"id":"hog\#($0)","payload":{"number":\#($0),"hog_ms":5000}}"# }
            try await fixture.queue.enqueue(jobs.map { Array($0.utf8) })
            let hog = try fixture.startWorker()
            try await eventually("four jobs to run") { try await fixture.queue.statistics().inFlight == 4 }
            // It would take over what has no lease any more.
            let other = try fixture.startWorker()
            try await eventually("four results and nothing else") { try await fixture.state() == .init(results: 4) }
            for result in try await fixture.queue.peekResults(limit: 4) {
                let result = try JSONValue(parsing: result)
                #expect(result["status"] == "succeeded" && result["attempts"] == [], "\(result.text)")
            }
            for worker in [hog, other] { worker.send(15) }
            try await eventually("both workers' end") { !hog.isRunning && !other.isRunning }
            #expect(hog.exitCode == 0 && other.exitCode == 0)
        }
    }

    /// What it had begun is not held against the job for ever: at the third crash it is poison, and says so.
    @Test func aJobThatKillsItsWorkersIsBuried() async throws {
        try await FailureFixture.with { fixture in
            try await fixture.enqueue()
            for _ in 0..<3 { try await fixture.expectKilled(try fixture.startWorker(dyingAt: "running")) }
            let result = try await fixture.oneResult()
            #expect(result["status"] == "failed")
            #expect(result["error"]?["type"] == "worker.crash")
            let letter = try #require(result["error"]?["dead_letter_id"]?.stringValue)
            #expect(try await fixture.queue.deadLetter(id: letter)?.record["reason"] == "poison")
        }
    }
}
