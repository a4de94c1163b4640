// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A minute of what `scripts/chaos-queue` does for an hour.
@Suite struct ShortChaosTests {
    @Test(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
    func everyJobIsAnsweredOnceThoughWorkersAndRedisAreKilled() async throws {
        let folder = try TemporaryDirectory()
        let output = folder.path + "/report"
        var arguments = ["run", "--jobs", "4000", "--workers", "3", "--concurrency", "20", "--longest-run", "200"]
        arguments += ["--kills", "8", "--redis-kills", "3", "--pause", "500", "--lease", "3", "--time-limit", "240"]
        arguments += ["--seed", "\(TestSeed.value(otherwise: 1))"]
        let run = try ChildProcess(ChaosProgram.path, arguments: arguments, outputPath: output)
        await run.waitUntilEnded()
        let report = try String(contentsOfFile: output, encoding: .utf8)
        #expect(run.exitCode == 0, "\(report)")
        #expect(report.contains("every job was answered once"))
        let rows = report.split(separator: "\n").map { $0.split(separator: "  ").map { $0.trimmingPrefix(" ") } }
        #expect(rows.contains(["workers killed", "8"]) && rows.contains(["Redis killed", "3"]), "\(report)")
    }
}
