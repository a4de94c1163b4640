// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor jobs cancel`
struct JobsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Asks for jobs not to be done; each gets a cancelled result.",
        discussion: """
            A job that waits is dropped when its turn comes, one that runs is told at its worker's next heartbeat.

            Examples:
              vote-extractor jobs cancel 01980f5e-7c3a-7000-8000-000000000001
              vote-extractor jobs cancel sheet-17 sheet-18 --json | jq .answered
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup(title: "What the queue keeps") var keeping: QueueLimitOptions
    @OptionGroup var report: ChangeReport

    @Argument(help: "The jobs' ids.")
    var ids: [String]

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue", limits: keeping.limits) { queue in
            let asked = Set(try await queue.cancel(ids))
            let answered = ids.filter { !asked.contains($0) }
            for id in answered { Terminal.complain("job \(id.printable) has its answer already") }
            report.tell(
                "\(asked.count.counting("job")) to be cancelled",
                [
                    "cancelling": .array(ids.filter(asked.contains).map { .string($0) }),
                    "answered": .array(answered.map { .string($0) }),
                ]
            )
            if !answered.isEmpty { throw ExitCode.failure }
        }
    }
}
