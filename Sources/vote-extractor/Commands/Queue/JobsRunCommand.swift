// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor jobs run`
struct JobsRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Has jobs that are put off run now: they go before all that waits.",
        discussion: """
            Whatever they wait for: another try, their producer's time, a budget or a gate. What holds a job back may put it \
            off again. A worker without anything to do hears of it within five seconds.

            Examples:
              vote-extractor jobs run sheet-17
              vote-extractor jobs list --delayed --json | jq -r .id | xargs -d '\\n' vote-extractor jobs run --
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    @Argument(help: "The jobs' ids.")
    var ids: [String]

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            let bar = ProgressBar(total: try await queue.statistics().delayed, title: "Looking for the jobs")
            let wanted = Set(ids).sorted()
            let found = try await queue.delayedJobs(ids: Set(wanted), onProgress: bar.show)
            bar.finish()
            let due = Set(try await queue.hasten(Array(found.values)))
            let isDue = { (id: String) in found[id].map(due.contains) ?? false }
            let missing = wanted.filter { !isDue($0) }
            for id in missing {
                let id = id.printable
                Terminal.complain(
                    "job \(id) was not found among those put off; `vote-extractor jobs show \(id)` tells where it is"
                )
            }
            report.tell(
                "\(due.count.counting("job")) due now",
                [
                    "due": .array(wanted.filter(isDue).map { .string($0) }),
                    "not_delayed": .array(missing.map { .string($0) }),
                ]
            )
            if !missing.isEmpty { throw ExitCode.notFound }
        }
    }
}
