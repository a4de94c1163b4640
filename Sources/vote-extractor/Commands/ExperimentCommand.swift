// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor experiment`
struct ExperimentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Measures how well models read sheets whose numbers are known.",
        discussion: """
            Examples:
              vote-extractor experiment run --dataset sheets/ --model gemini-2.5-flash --model gemini-2.5-pro --sample 10
              vote-extractor experiment compare monday/experiment.json tuesday/experiment.json
            """,
        subcommands: [ExperimentRunCommand.self, ExperimentCompareCommand.self]
    )
}
