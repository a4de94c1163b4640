// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead groups`
struct DeadGroupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Shows which failures there are and how often: thousands of letters are often three errors.",
        discussion: """
            Examples:
              vote-extractor dead groups
              vote-extractor dead groups --by class --json
            """
    )

    @OptionGroup var queue: QueueOptions

    @Option(help: "What letters are grouped by: class, or fingerprint (class, stage and message without what varies).")
    var by = DeadLetterGroup.Kind.fingerprint

    @Option(help: "Show at most so many groups.")
    var limit = 20

    @Flag(help: "Print groups as JSON, one a line.")
    var json = false

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            var groups: [DeadLetterGroup] = []
            while groups.count < limit {
                let size = min(limit - groups.count, 100)
                let page = try await queue.deadLetterGroups(by: by, limit: size, after: groups.last)
                groups += page
                if page.count < size { break }
            }
            if json {
                for group in groups { Terminal.print(JSONValue.object(Self.json(group)).serialized()) }
            } else {
                show(groups, try await queue.deadLetterTotals())
            }
        }
    }

    private func show(_ groups: [DeadLetterGroup], _ totals: DeadLetterTotals) {
        var table = TextTable([
            ("COUNT", .right), (by.rawValue.uppercased(), .left), ("LAST", .left), ("LETTER", .left),
        ])
        for group in groups {
            let id = group.latest["id"]?.stringValue ?? "-"
            table.append(["\(group.count)", group.name, group.lastDiedAt.rfc3339, id])
        }
        for line in table.lines { Terminal.print(line) }
        Terminal.complain(totals.text)
    }

    private static func json(_ group: DeadLetterGroup) -> JSONObject {
        [
            "name": .string(group.name),
            "count": .integer(Int64(group.count)),
            "first_died_at": .string(group.firstDiedAt.rfc3339),
            "last_died_at": .string(group.lastDiedAt.rfc3339),
            "latest": .object(group.latest),
        ]
    }
}
