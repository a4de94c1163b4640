// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead show`
struct DeadShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one dead letter: why, every attempt, and with --job the job itself.",
        discussion: """
            Examples:
              vote-extractor dead show dl-42
              vote-extractor dead show dl-42 --job > job.json
              vote-extractor dead show dl-42 --json | jq -r '.attempts[].message'
            """
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "The letter's id, see `dead list`.")
    var id: String

    @Flag(help: "Print the record as JSON on a terminal, too, as it is where nobody reads along.")
    var json = false

    @Flag(exclusivity: .exclusive, help: "What to print instead of the record.")
    var part: Part?

    /// Parts of a letter beside its record.
    enum Part: EnumerableFlag {
        case job
        case original

        static func help(for value: Part) -> ArgumentHelp? {
            switch value {
            case .job: "Print the job's bytes instead: what would be sent back."
            case .original: "Print the job's bytes exactly as the producer wrote them, whatever was edited since."
            }
        }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            guard let letter = try await queue.deadLetter(id: id) else {
                Terminal.complain("there is no dead letter \(id); see `vote-extractor dead list`")
                throw ExitCode.notFound
            }
            let unsealer = try self.queue.unsealer()
            switch part {
            case .job: Terminal.print(unsealer.job(letter.bytes))
            case .original: Terminal.print(unsealer.job(letter.original))
            case nil where Terminal.outputIsTerminal && !json:
                for line in LetterText(letter: letter).lines { Terminal.print(line) }
            case nil: Terminal.print(JSONValue.object(letter.record).serialized(pretty: true))
            }
        }
    }
}
