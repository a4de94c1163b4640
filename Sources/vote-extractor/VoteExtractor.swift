// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line: composes the libraries, and alone reads the environment.
@main
struct VoteExtractor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vote-extractor",
        abstract: "Reads votes off pictures of election tally sheets, from a Redis queue to checked numbers.",
        discussion: """
            Start with scripts/demo, which needs no key. Then:
              vote-extractor worker --redis redis://localhost:6379
              vote-extractor enqueue page1.jpg page2.jpg --wait
            """,
        version: Version.current,
        subcommands: [
            WorkerCommand.self, EnqueueCommand.self, ResultsCommand.self, DeadCommand.self, LocalModelCommand.self,
            DemoCommand.self,
        ]
    )
}
