// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor dead`
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Asks and manages the dead-letter queue: jobs that could not be done.",
        subcommands: [DeadListCommand.self, DeadShowCommand.self, DeadRetryCommand.self]
    )
}
