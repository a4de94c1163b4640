// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue
import RedisJobQueue

/// `vote-extractor queue resume`
struct QueueResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Hands out jobs again after `queue pause` or `queue drain`.",
        discussion: "Example: vote-extractor queue resume"
    )

    @OptionGroup var queue: QueueOptions

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { try await $0.setMode(.open) }
        Terminal.complain("queue \(queue.queue) hands out jobs")
    }
}
