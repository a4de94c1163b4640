// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor jobs`
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Shows where a job is, and cancels jobs.",
        discussion: """
            Examples:
              vote-extractor jobs show sheet-17
              vote-extractor jobs cancel sheet-17
            """,
        subcommands: [JobsShowCommand.self, JobsCancelCommand.self]
    )
}
