// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor queue stats`
struct QueueStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Shows how many jobs wait, run, are put off, are dead, and how many results wait.",
        discussion: """
            Examples:
              vote-extractor queue stats
              vote-extractor queue stats --json | jq .waiting
              vote-extractor queue stats --memory
            """
    )

    @OptionGroup var queue: QueueOptions

    @Flag(help: "Also show about how much of Redis' memory each key takes.")
    var memory = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            let statistics = try await queue.statistics()
            let head = try await queue.waitingJobs(offset: 0, limit: 1).first
            let waitingSince = head.flatMap { try? JobEnvelope(decoding: $0).enqueuedAt }
            let sizes = memory ? try await queue.memory() : []
            if json {
                Terminal.print(JSONValue.object(Self.json(statistics, waitingSince, sizes)).serialized())
            } else {
                show(statistics, waitingSince, sizes)
            }
        }
    }

    private func show(_ statistics: QueueStatistics, _ waitingSince: Moment?, _ sizes: [(key: String, bytes: Int)]) {
        let dead = statistics.deadLetters
        let dropped = dead.droppedByCount + dead.droppedByAge + dead.droppedByBytes
        var table = TextTable([("QUEUE", .left), (queue.queue, .right), ("", .left)])
        let oldest = waitingSince.map { "the first since \($0.rfc3339)" } ?? ""
        let begun = statistics.delayedBegun > 0 ? ["\(statistics.delayedBegun) of them to be tried again"] : []
        let due = (statistics.nextDue.map { ["the next at \($0.rfc3339)"] } ?? []) + begun
        table.append(["mode", statistics.mode.rawValue, statistics.mode == .draining ? drained(statistics) : ""])
        table.append(["waiting", "\(statistics.waiting)", oldest])
        table.append(["in flight", "\(statistics.inFlight)", ""])
        table.append(["delayed", "\(statistics.delayed)", due.joined(separator: "; ")])
        table.append(["dead", "\(dead.count)", "\(dead.bytes) bytes; \(dropped) dropped so far"])
        table.append(["results", "\(statistics.results)", ""])
        table.append(["workers", "\(statistics.workers)", ""])
        table.append(["last delivery", "\(statistics.lastDelivery)", ""])
        table.append(["remembered ids", "\(statistics.remembered)", ""])
        for line in table.lines { Terminal.print(line) }
        guard !sizes.isEmpty else { return }
        var keys = TextTable([("BYTES", .right), ("KEY", .left)])
        for size in sizes { keys.append(["\(size.bytes)", size.key]) }
        Terminal.print("")
        for line in keys.lines { Terminal.print(line) }
    }

    private func drained(_ statistics: QueueStatistics) -> String {
        statistics.isDrained ? "drained: nothing that was begun is left" : "what was begun is being ended"
    }

    private static func json(
        _ statistics: QueueStatistics,
        _ waitingSince: Moment?,
        _ sizes: [(key: String, bytes: Int)]
    ) -> JSONObject {
        let dead = statistics.deadLetters
        var object: JSONObject = [
            "mode": .string(statistics.mode.rawValue),
            "drained": .bool(statistics.isDrained),
            "waiting": .integer(Int64(statistics.waiting)),
            "waiting_since": waitingSince.map { .string($0.rfc3339) } ?? .null,
            "in_flight": .integer(Int64(statistics.inFlight)),
            "delayed": .integer(Int64(statistics.delayed)),
            "delayed_begun": .integer(Int64(statistics.delayedBegun)),
            "next_due": statistics.nextDue.map { .string($0.rfc3339) } ?? .null,
            "dead": .integer(Int64(dead.count)),
            "dead_bytes": .integer(Int64(dead.bytes)),
            "dead_dropped": [
                "count": .integer(Int64(dead.droppedByCount)), "age": .integer(Int64(dead.droppedByAge)),
                "bytes": .integer(Int64(dead.droppedByBytes)),
            ],
            "results": .integer(Int64(statistics.results)),
            "workers": .integer(Int64(statistics.workers)),
            "last_delivery": .integer(statistics.lastDelivery),
            "remembered": .integer(Int64(statistics.remembered)),
        ]
        if !sizes.isEmpty {
            object["memory"] = .object(JSONObject(sizes.map { ($0.key, .integer(Int64($0.bytes))) }))
        }
        return object
    }
}
