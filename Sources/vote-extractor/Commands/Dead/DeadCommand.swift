// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor dead`
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Asks and manages the dead-letter queue: jobs that could not be done.",
        discussion: """
            Examples:
              vote-extractor dead stats
              vote-extractor dead groups
              vote-extractor dead list --class llm.server --since 2h --tag province=Phrae
              vote-extractor dead retry --all --class llm.server --rate 50
            """,
        subcommands: [
            DeadListCommand.self, DeadShowCommand.self, DeadGroupsCommand.self, DeadStatsCommand.self,
            DeadRetryCommand.self, DeadEditCommand.self, DeadDeleteCommand.self, DeadExportCommand.self,
            DeadImportCommand.self,
        ]
    )
}
