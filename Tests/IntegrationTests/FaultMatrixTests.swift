// SPDX-License-Identifier: Apache-2.0

import TestSupport
import TestTraits
import Testing

@testable import ExtractionStudy

/// The fault matrix in little; `scripts/study-faults` is the long one.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct FaultMatrixTests {
    /// Every trouble that a job can have by itself, among them those that make it wait until the cause is gone, and some
    /// of the mixture.
    @Test func eachJobEndsAsTheTableSays() async throws {
        let report = try await FaultRun(
            program: Program.path,
            jobs: 90,
            mix: FaultMix(share: 0.3),
            concurrency: 32,
            seed: TestSeed.value(otherwise: 3),
            timeLimit: .seconds(1800)
        ).run()
        #expect(report.violations == [], "\(report.summary)")
        #expect(report.faultyCalls > 5 && report.successes > 30, "\(report.summary)")
        // So few jobs may be unlucky: the long run holds the figure itself, and that every row is met.
        #expect(report.callsPerSuccess < 2.5, "\(report.summary)")
        #expect(report.dollars > 0)
    }

    @Test func withoutFaultsEachJobIsOneCall() async throws {
        let report = try await FaultRun(
            program: Program.path,
            jobs: 20,
            mix: FaultMix(share: 0),
            special: [],
            concurrency: 8,
            seed: 1,
            timeLimit: .seconds(300)
        ).run()
        #expect(report.violations == [], "\(report.summary)")
        #expect(report.successes == 20 && report.callsPerSuccess == 1, "\(report.summary)")
    }
}
