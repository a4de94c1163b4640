// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Prints the fault matrix; ends with status 1 if a job went its own way or calls were wasted.
struct FaultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Runs jobs against a local model whose calls go wrong, and holds each job's way against the table.",
        discussion: """
            It starts and ends its own Redis, local model, servers of files and worker. The faults of calls come in equal \
            parts; some jobs besides have a trouble of their own: a bad file, a key that is refused, a quota that is used \
            up, models that are down.
            """
    )

    @Option(help: "Jobs in all (1 to 100,000).")
    var jobs = 1000

    @Option(help: "The share of calls with a fault, 0 to 0.9.")
    var share = 0.3

    @Option(help: "Jobs at the same time (1 to 1,000).")
    var concurrency = 32

    @Option(help: "The same seed throws the same dice.")
    var seed: UInt64 = 1

    @Option(help: "Seconds until the run is given up.")
    var timeLimit = 1800

    func validate() throws {
        guard (1...100_000).contains(jobs) else { throw ValidationError("--jobs must be 1 to 100000") }
        guard (0...0.9).contains(share) else { throw ValidationError("--share must be 0 to 0.9") }
        guard (1...1000).contains(concurrency) else { throw ValidationError("--concurrency must be 1 to 1000") }
    }

    func run() async throws {
        let report = try await FaultRun(
            program: StudyProcesses.program,
            jobs: jobs,
            mix: FaultMix(share: share),
            concurrency: concurrency,
            seed: seed,
            timeLimit: .seconds(timeLimit)
        ).run()
        print(report.summary)
        guard report.isMet else { throw ExitCode.failure }
    }
}
