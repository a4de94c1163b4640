// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor gates`
struct GatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gates",
        abstract: "Shows and forces the gates that all workers' calls of models pass.",
        discussion: """
            Each model of each provider has one. A gate makes calls wait after a 429 and lets them through more slowly \
            for a while; after failures in a row it refuses them, then tries with one. An open gate lets calls \
            through, a closed one does not.

            Examples:
              vote-extractor gates list
              vote-extractor gates close gemini/gemini-2.5-pro --minutes 30
            """,
        subcommands: [GatesListCommand.self, GatesCloseCommand.self, GatesOpenCommand.self, GatesResetCommand.self]
    )
}
