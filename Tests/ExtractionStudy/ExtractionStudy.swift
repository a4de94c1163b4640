// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What extraction promises, measured: see `scripts/study-corruption`, `scripts/study-faults`, `scripts/study-memory`.
@main
struct ExtractionStudy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ExtractionStudy",
        abstract: "Measures what extraction promises.",
        subcommands: [CorruptionCommand.self, FaultsCommand.self, MemoryCommand.self]
    )
}
