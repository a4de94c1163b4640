// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor jobs`
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Lists jobs, shows where one is, has delayed ones run now, and cancels jobs.",
        discussion: """
            Examples:
              vote-extractor jobs list --delayed
              vote-extractor jobs show sheet-17
              vote-extractor jobs run sheet-17
              vote-extractor jobs cancel sheet-17
            """,
        subcommands: [JobsListCommand.self, JobsShowCommand.self, JobsRunCommand.self, JobsCancelCommand.self]
    )
}
