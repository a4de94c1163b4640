// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Real workers and a real Redis that are killed at random: is each job answered once? See `scripts/chaos-queue`.
@main
struct QueueChaos: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "QueueChaos",
        abstract: "Kills workers and Redis at random while jobs run, and counts what was lost or done twice.",
        subcommands: [RunCommand.self, WorkerCommand.self],
        defaultSubcommand: RunCommand.self
    )
}
