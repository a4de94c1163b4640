// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor experiment`
struct ExperimentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Measures how well models read sheets whose numbers are known.",
        subcommands: [ExperimentRunCommand.self, ExperimentCompareCommand.self]
    )
}
