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
        discussion: "Example: vote-extractor dead show dl-42 --job"
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "The letter's id, see `dead list`.")
    var id: String

    @Flag(help: "Print the job's original bytes instead, exactly as the producer wrote them.")
    var job = false

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            guard let letter = try await queue.deadLetter(id: id) else {
                Terminal.complain("there is no dead letter \(id); see `vote-extractor dead list`")
                throw ExitCode.notFound
            }
            Terminal.print(job ? letter.original : JSONValue.object(letter.record).serialized(pretty: true))
        }
    }
}
