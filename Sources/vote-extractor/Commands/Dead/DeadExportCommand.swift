// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead export`
struct DeadExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints dead letters with their jobs, one JSON object a line, for `dead import`.",
        discussion: """
            Examples:
              vote-extractor dead export > dead.ndjson
              vote-extractor dead export --class input.corrupt --until 7d | gzip > corrupt.ndjson.gz
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup(title: "Conditions") var conditions: DeadFilterOptions

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            let now = try await queue.deadLetterTotals().now
            let sweep = try await DeadLetterSweep(queue, conditions.filter(now: now))
            let bar = ProgressBar(total: sweep.total, title: "Dead letters exported")
            let progress = try await sweep.forEach(
                onProgress: { bar.show($0.examined) },
                { letters in
                    for letter in letters {
                        var line = letter.exported
                        line["queue"] = .string(queue.queueName)
                        Terminal.print(JSONValue.object(line).serialized())
                    }
                }
            )
            bar.finish()
            Terminal.complain("\(progress.matched.counting("dead letter")) exported")
        }
    }
}
