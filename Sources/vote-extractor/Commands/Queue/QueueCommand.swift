// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor queue`
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Shows how the queue stands, pauses, drains and resumes it for all workers, or quiets one.",
        discussion: """
            Examples:
              vote-extractor queue stats --json
              vote-extractor queue pause
            """,
        subcommands: [
            QueueStatsCommand.self, QueuePauseCommand.self, QueueDrainCommand.self, QueueResumeCommand.self,
            QueueQuietCommand.self, QueueWakeCommand.self,
        ]
    )
}
