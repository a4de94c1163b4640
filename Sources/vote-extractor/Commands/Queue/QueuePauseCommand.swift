// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue
import RedisJobQueue

/// `vote-extractor queue pause`
struct QueuePauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Hands out no more jobs to any worker, until `queue resume`. What runs goes on.",
        discussion: "Example: vote-extractor queue pause"
    )

    @OptionGroup var queue: QueueOptions

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { try await $0.setMode(.paused) }
        Terminal.complain("queue \(queue.queue) is paused")
    }
}
