// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor queue quiet`
struct QueueQuietCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quiet",
        abstract: "Has one worker take no more jobs, until `queue wake`. What it runs goes on.",
        discussion: """
            It hears of it at its next heartbeat. `vote-extractor workers` lists the ids.

            Examples:
              vote-extractor queue quiet host-7-1a2b3c4d
              vote-extractor queue quiet host-7-1a2b3c4d --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    @Argument(help: "The worker's id.")
    var worker: String

    func run() async throws {
        try await queue.tellWorker(worker, isQuiet: true, report)
    }
}
