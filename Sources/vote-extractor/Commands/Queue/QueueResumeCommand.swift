// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor queue resume`
struct QueueResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Hands out jobs again after `queue pause` or `queue drain`.",
        discussion: """
            Examples:
              vote-extractor queue resume
              vote-extractor queue resume --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { try await $0.setMode(.open) }
        report.tell("queue \(queue.queue) hands out jobs", ["queue": .string(queue.queue), "mode": "open"])
    }
}
