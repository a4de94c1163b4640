// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import RedisJobQueue

/// `vote-extractor results`
struct ResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
        abstract:
            "Prints results, the oldest first: envelopes, one JSON object a line, or with --csv a table of votes.",
        discussion: """
            Without --take they stay on the list. With it each is taken off after it was printed, so that none is \
            lost. One may be printed twice for that: by two that take at the same time, or again after this command or \
            Redis ended in between. Whoever must not use a result twice keeps the job_ids that were used.

            Examples:
              vote-extractor results | jq .status
              vote-extractor results --take --follow >> results.ndjson
              vote-extractor results --csv > votes.csv
            """
    )

    @OptionGroup var queue: QueueOptions

    @Option(help: "Print at most so many. Default: 1000, and with --take all there are.")
    var limit: Int?

    @Flag(help: "Take printed results off the list.")
    var take = false

    @Flag(help: "Go on waiting for results; goes with --take.")
    var follow = false

    @Flag(
        help: """
            Print CSV: a row for each row of votes, with what its sheet says; a result without votes has one row. What only \
            some profiles have is left out.
            """
    )
    var csv = false

    func validate() throws {
        guard take || !follow else { throw ValidationError("--follow goes with --take") }
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit must be at least 1") }
    }

    func run() async throws {
        let limit = limit ?? (take ? .max : 1000)
        try await queue.withQueue("vote-extractor-results") { queue in
            if csv { Terminal.print(ResultRows.heading) }
            repeat {
                var printed = 0
                while printed < limit || follow {
                    let count = try await page(queue, offset: take ? 0 : printed, limit: follow ? 100 : limit - printed)
                    printed += count
                    if count == 0 { break }
                }
                if follow { try await Task.sleep(for: .milliseconds(500)) }
            } while follow
        }
    }

    private func show(_ result: [UInt8]) {
        guard csv else { return Terminal.print(result) }
        for line in ResultRows.lines(result) { Terminal.print(Array(line.utf8)) }
    }

    private func page(_ queue: RedisJobQueue, offset: Int, limit: Int) async throws -> Int {
        let results = try await queue.peekResults(offset: offset, limit: min(limit, 100))
        let unsealer = try self.queue.unsealer()
        for result in results { show(unsealer.result(result)) }
        if take {
            let others = results.count - (try await queue.removeResults(results))
            if others > 0 { Terminal.complain("\(others) of these results were taken by another consumer as well") }
        }
        return results.count
    }
}
