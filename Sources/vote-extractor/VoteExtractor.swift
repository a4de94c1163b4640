// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// The command line: composes the libraries, and alone reads the environment.
@main
struct VoteExtractor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vote-extractor",
        abstract: "Reads votes off pictures of election tally sheets, from a Redis queue to checked numbers.",
        discussion: """
            Start with scripts/demo, which needs no key.

            Examples:
              vote-extractor worker --redis redis://localhost:6379
              vote-extractor enqueue page1.jpg page2.jpg --wait
              vote-extractor config

            Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found. NO_COLOR=1 leaves colours out.
            """,
        version: Version.current,
        subcommands: [
            WorkerCommand.self, EnqueueCommand.self, ResultsCommand.self, FeedbackCommand.self, DeadCommand.self,
            QueueCommand.self, JobsCommand.self, WorkersCommand.self, DashboardCommand.self, DoctorCommand.self,
            HealthCommand.self, GatesCommand.self, SpendCommand.self, ModelsCommand.self, ProfilesCommand.self,
            LocalModelCommand.self, DemoCommand.self, ExperimentCommand.self, ConfigCommand.self,
        ]
    )

    /// As the library's own, but wrong usage exits with 2, as everywhere, instead of BSD's 64.
    static func main() async {
        Allocator.giveBackLargePieces()
        var asked: (any ParsableCommand.Type)?
        do {
            var command = try parseAsRoot()
            asked = type(of: command)
            try verifySettings(of: type(of: command))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as ValidationError where asked != nil {
            // What was parsed before, the library no longer knows: it would show the usage of all commands.
            Terminal.complain(complaint(error.message, of: asked ?? Self.self))
            Foundation.exit(2)
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Terminal.complain(fullMessage(for: error))
            Foundation.exit(2)
        }
    }

    /// As the library complains of wrong usage.
    private static func complaint(_ message: String, of command: any ParsableCommand.Type) -> String {
        let usage = usageString(for: command)
        let name = usage.split(separator: " ").prefix { $0.first?.isLetter == true }.joined(separator: " ")
        return "Error: \(message)\nUsage: \(usage)\n  See '\(name) --help' for more information."
    }

    /// Looks whether what the environment and the file say can be used, as far as the command reads it.
    private static func verifySettings(of command: any ParsableCommand.Type) throws {
        // It tells of mistakes itself.
        guard command != ConfigCommand.self else { return }
        try SettingSources.current.verify(Settings.all, help: helpMessage(for: command, columns: 200))
    }
}
