// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// The whole run; ends with status 1 if the queue broke a promise, or was not put to the test as planned.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Starts Redis and the workers, kills them at random, and reports."
    )

    @Option(help: "Jobs in all (1 to 2,000,000).")
    var jobs = 200_000

    @Option(help: "Worker processes at the same time (1 to 32).")
    var workers = 4

    @Option(help: "Jobs that one worker runs at the same time (1 to 1,000).")
    var concurrency = 50

    @Option(help: "Workers to kill with SIGKILL while jobs are left.")
    var kills = 200

    @Option(help: "Times that Redis, which writes each change to its file at once, is killed with SIGKILL.")
    var redisKills = 20

    @Option(help: "Milliseconds between kills, on average.")
    var pause = 1200

    @Option(help: "The longest run of a job, in milliseconds; the shortest takes none.")
    var longestRun = 400

    @Option(help: "Seconds that a job stays its worker's without a sign of life.")
    var lease = 30

    @Option(help: "Seconds until the run is given up.")
    var timeLimit = 3000

    @Option(help: "The same seed kills in the same order.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...2_000_000).contains(jobs) else { throw ValidationError("--jobs must be 1 to 2000000") }
        guard (1...32).contains(workers) else { throw ValidationError("--workers must be 1 to 32") }
        guard (1...1000).contains(concurrency) else { throw ValidationError("--concurrency must be 1 to 1000") }
        guard kills >= 0, redisKills >= 0 else { throw ValidationError("numbers of kills must not be negative") }
        guard pause >= 1, longestRun >= 0, lease >= 1, timeLimit >= 1 else {
            throw ValidationError("times must be positive")
        }
    }

    func run() async throws {
        let report = try await ChaosRun(plan: self).run()
        report.print()
        guard report.isClean else { throw ExitCode.failure }
    }
}
