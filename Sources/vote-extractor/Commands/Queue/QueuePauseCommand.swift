// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor queue pause`
struct QueuePauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Hands out no more jobs to any worker, until `queue resume`. What runs goes on.",
        discussion: """
            Examples:
              vote-extractor queue pause
              vote-extractor queue pause --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { try await $0.setMode(.paused) }
        report.tell("queue \(queue.queue) is paused", ["queue": .string(queue.queue), "mode": "paused"])
    }
}
