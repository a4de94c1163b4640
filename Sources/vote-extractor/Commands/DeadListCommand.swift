// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead list`
struct DeadListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists dead letters, the latest first.",
        discussion: """
            Examples:
              vote-extractor dead list
              vote-extractor dead list --class input.corrupt --limit 1000 --json
            """
    )

    @OptionGroup var queue: QueueOptions

    @Option(name: .customLong("class"), help: "Only this error class, such as llm.server.")
    var errorClass: String?

    @Option(help: "List at most so many.")
    var limit = 50

    @Flag(help: "Print records as JSON, one a line.")
    var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            let records = try await records(of: queue)
            if json {
                for record in records { Terminal.print(JSONValue.object(record).serialized()) }
            } else {
                show(records, total: try await queue.deadLetterCount())
            }
        }
    }

    private func records(of queue: any DeadLetterStore) async throws -> [JSONObject] {
        var records: [JSONObject] = []
        var cursor: DeadLetterCursor?
        repeat {
            let size = min(limit - records.count, 200)
            let page = try await queue.deadLetters(errorType: errorClass, limit: size, after: cursor)
            records += page.records
            cursor = page.next
        } while cursor != nil && records.count < limit
        return records
    }

    private func show(_ records: [JSONObject], total: Int) {
        var table = TextTable([
            ("ID", .left), ("DIED AT", .left), ("CLASS", .left), ("REASON", .left), ("JOB", .left), ("MESSAGE", .left),
        ])
        for record in records {
            let cells = ["id", "died_at", "error_type", "reason", "job_id"].map { record[$0]?.stringValue ?? "-" }
            table.append(cells + [String((record["message"]?.stringValue ?? "").prefix(80))])
        }
        for line in table.lines { Terminal.print(line) }
        Terminal.complain("\(records.count) of \(total) dead letters")
    }
}
