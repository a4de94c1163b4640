// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue
import RedisJobQueue

/// `vote-extractor dead retry`
struct DeadRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Sends dead letters back into the queue, with all their attempts anew.",
        discussion: """
            Each leaves the dead letters and enters the queue in one step. With --all, only letters that died before \
            the command began are sent, so a job that dies again is not sent twice.

            Examples:
              vote-extractor dead retry dl-42 dl-43
              vote-extractor dead retry --all --class llm.server --dry-run
              vote-extractor dead retry --all --class llm.server --since 2h --rate 50
              vote-extractor dead retry dl-42 dl-43 --json | jq .not_found
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var selection: DeadSelection

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            try await selection.change(queue, "sent back") { sweep, onProgress in
                try await sweep.redrive(onProgress: onProgress)
            } each: { letters in
                try await queue.redrive(letters).count
            }
        }
    }
}
