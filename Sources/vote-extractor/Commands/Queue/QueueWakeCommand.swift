// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor queue wake`
struct QueueWakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake",
        abstract: "Has a worker take jobs again that was told not to by `queue quiet`.",
        discussion: """
            It hears of it at its next heartbeat. `vote-extractor workers` lists the ids.

            Examples:
              vote-extractor queue wake host-7-1a2b3c4d
              vote-extractor queue wake host-7-1a2b3c4d --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    @Argument(help: "The worker's id.")
    var worker: String

    func run() async throws {
        try await queue.tellWorker(worker, isQuiet: false, report)
    }
}
