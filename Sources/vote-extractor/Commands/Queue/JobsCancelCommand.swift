// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue
import RedisJobQueue

/// `vote-extractor jobs cancel`
struct JobsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Asks for jobs not to be done; each gets a cancelled result.",
        discussion: """
            A job that waits is dropped when its turn comes, one that runs is told at its worker's next heartbeat.

            Example: vote-extractor jobs cancel 01980f5e-7c3a-7000-8000-000000000001
            """
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "The jobs' ids.")
    var ids: [String]

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            let asked = Set(try await queue.cancel(ids))
            for id in ids where !asked.contains(id) { Terminal.complain("job \(id) has its answer already") }
            Terminal.complain("\(asked.count) jobs are to be cancelled")
            if asked.count < Set(ids).count { throw ExitCode.failure }
        }
    }
}
