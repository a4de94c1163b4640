// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor workers`
struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers",
        abstract: "Lists the workers of the queue, those heard of last foremost.",
        discussion: """
            Examples:
              vote-extractor workers
              vote-extractor workers --json | jq '.running[].job_id'
            """
    )

    @OptionGroup var queue: QueueOptions

    @Option(help: "List at most so many, up to 1000.")
    var limit = 100

    @Flag(help: "Print workers as JSON, one a line.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            let now = try await queue.statistics().now
            let workers = try await queue.workers(limit: limit)
            if json {
                for worker in workers { Terminal.print(JSONValue.object(Self.json(worker)).serialized()) }
            } else {
                show(workers, now: now)
            }
        }
    }

    private func show(_ workers: [WorkerSighting], now: Moment) {
        var table = TextTable([
            ("WORKER", .left), ("LAST BEAT", .right), ("RUNNING", .right), ("SLOTS", .right), ("COMPLETED", .right),
            ("RETRIED", .right), ("BURIED", .right), ("MEMORY", .right), ("STATE", .left), ("VERSION", .left),
            ("SINCE", .left),
        ])
        for worker in workers {
            let running = worker.status["running"]?.arrayValue?.count ?? 0
            let numbers = ["concurrency", "completed", "retried", "buried"].map { worker.status[$0]?.text ?? "-" }
            let seconds = max(Int(now.since(worker.lastBeat) / .seconds(1)), 0)
            let since = worker.status["started_at"]?.stringValue ?? "-"
            let memory = worker.status["rss_bytes"]?.intValue.map { "\($0 >> 20) MB" } ?? "-"
            let version = worker.status["version"]?.stringValue ?? "-"
            let state = worker.status["quiet"]?.boolValue == true ? "quiet" : worker.isQuieted ? "told" : "at work"
            table.append([worker.id, "\(seconds) s ago", "\(running)"] + numbers + [memory, state, version, since])
        }
        for line in table.lines { Terminal.print(line) }
        Terminal.complain(workers.count.counting("worker"))
    }

    private static func json(_ worker: WorkerSighting) -> JSONObject {
        var object: JSONObject = [
            "id": .string(worker.id), "last_beat": .string(worker.lastBeat.rfc3339), "quieted": .bool(worker.isQuieted),
        ]
        for member in worker.status { object[member.key] = member.value }
        return object
    }
}
