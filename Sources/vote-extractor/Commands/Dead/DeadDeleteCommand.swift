// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue
import RedisJobQueue

/// `vote-extractor dead delete`
struct DeadDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Deletes dead letters and their jobs for good.",
        discussion: """
            `dead export` keeps a copy.

            Examples:
              vote-extractor dead delete dl-42
              vote-extractor dead delete --all --until 30d --dry-run
              vote-extractor dead delete --all --class input.corrupt --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var selection: DeadSelection

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            try await selection.change(queue, "deleted") { sweep, onProgress in
                try await sweep.delete(onProgress: onProgress)
            } each: { letters in
                try await queue.deleteDeadLetters(ids: letters.map(\.id)).count
            }
        }
    }
}
