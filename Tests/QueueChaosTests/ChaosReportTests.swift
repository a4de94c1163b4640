// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import Testing

@testable import QueueChaos

/// What a run is judged by.
@Suite struct ChaosReportTests {
    @Test func aRunAsPlannedIsClean() throws {
        #expect(try report().isClean)
    }

    @Test func jobsThatRunAgainTooLateAreNoCleanRun() throws {
        #expect(try report(recoveries: [Double](repeating: 1, count: 99) + [44, 45]).isClean)
        #expect(try !report(recoveries: [Double](repeating: 1, count: 98) + [45.1, 46]).isClean)
        // One in a hundred may be late.
        #expect(try report(recoveries: [Double](repeating: 1, count: 200) + [46]).isClean)
    }

    @Test(arguments: [(1, 1), (2, 0), (0, 0)])
    func fewerKillsThanPlannedAreNoCleanRun(_ kills: Int, _ redisKills: Int) throws {
        #expect(try !report(kills: kills, redisKills: redisKills).isClean)
    }

    @Test func whatWasNotAnsweredOnceIsNoCleanRun() throws {
        #expect(try !report(jobs: ["job-0"]).isClean)
        #expect(try !report(jobs: ["job-0", "job-1", "job-1"]).isClean)
    }

    private func report(
        jobs: [String] = ["job-0", "job-1"],
        recoveries: [Double] = [1],
        kills: Int = 2,
        redisKills: Int = 1
    ) throws -> ChaosReport {
        let arguments = ["--jobs", "2", "--kills", "2", "--redis-kills", "1", "--lease", "30"]
        let lost = recoveries.indices.map { StartJournal.Start(job: $0, worker: 7, time: 1) }
        let again = recoveries.enumerated().map { job, seconds in
            StartJournal.Start(job: job, worker: 8, time: 2 + UInt64(seconds * 1e9))
        }
        return ChaosReport(
            plan: try RunCommand.parse(arguments),
            results: ResultLedger(jobs.map { ["job_id": .string($0), "status": "succeeded"] }),
            recoveries: Recoveries(lost + again, kills: [(worker: 7, time: 2)]),
            kills: kills,
            redisKills: redisKills,
            repeatedPushes: 0,
            workerFailures: [],
            defects: [],
            left: 0,
            letters: 0,
            seconds: 1
        )
    }
}
