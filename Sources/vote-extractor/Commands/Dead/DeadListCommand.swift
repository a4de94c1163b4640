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
            Class, fingerprint and time are indexed; the other conditions look through the letters that these leave.

            Examples:
              vote-extractor dead list
              vote-extractor dead list --class input.corrupt --limit 1000 --json
              vote-extractor dead list --stage model --model gemini-2.5-flash --since 12h
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup(title: "Conditions") var conditions: DeadFilterOptions

    @Option(help: "List at most so many.")
    var limit = 50

    @Option(help: "Go on after this place, which the list before named.")
    var after: String?

    @Flag(help: "Print records as JSON, one a line.")
    var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
        guard after.map({ DeadLetterCursor($0) != nil }) ?? true else {
            throw ValidationError("--after is not a place that a list named")
        }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            let totals = try await queue.deadLetterTotals()
            let bar = ProgressBar(total: totals.count, title: "Looking through dead letters")
            let filter = conditions.filter(now: totals.now)
            var cursor = after.flatMap(DeadLetterCursor.init)
            var table = Self.table
            var listed = 0
            var examined = 0
            repeat {
                let page = try await queue.deadLetters(filter, limit: min(limit - listed, 200), after: cursor)
                if json { for record in page.records { Terminal.print(JSONValue.object(record).serialized()) } }
                for record in page.records where !json { table.append(Self.cells(record)) }
                listed += page.records.count
                examined += page.examined
                cursor = page.next
                if page.examined > page.records.count { bar.show(examined) }
            } while cursor != nil && listed < limit
            bar.finish()
            if !json { for line in table.lines { Terminal.print(line) } }
            let more = cursor.map { "; go on with --after \($0)" } ?? ""
            Terminal.complain("\(listed) of \(totals.count.counting("dead letter"))\(more)")
        }
    }

    private static let table = TextTable([
        ("ID", .left), ("DIED AT", .left), ("CLASS", .left), ("REASON", .left), ("JOB", .left), ("MESSAGE", .left),
    ])

    private static func cells(_ record: JSONObject) -> [String] {
        ["id", "died_at", "error_type", "reason", "job_id"].map { record[$0]?.stringValue ?? "-" }
            + [shortened(record["message"]?.stringValue ?? "")]
    }

    /// What fits on a line; `dead show` has all of it.
    private static func shortened(_ message: String) -> String {
        message.count > 80 ? String(message.prefix(79)) + "…" : message
    }
}
