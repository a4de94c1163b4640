// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor jobs list`
struct JobsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists jobs: those that run, those in the line, and those that are put off.",
        discussion: """
            Without a state, of each: running ones of the workers heard of last, waiting ones whose turn comes first, delayed \
            ones that come due first. The lists move while they are read: with many jobs, one may be missing or come twice. \
            Dead ones are listed by `dead list`; answered ones are with their consumer.

            Examples:
              vote-extractor jobs list
              vote-extractor jobs list --delayed --limit 1000
              vote-extractor jobs list --waiting --offset 50 --json | jq -r .id
            """
    )

    @OptionGroup var queue: QueueOptions

    @Flag(help: "List running jobs, as workers told of them at their last heartbeats, up to 100 of each.")
    var running = false

    @Flag(help: "List jobs in the line.")
    var waiting = false

    @Flag(help: "List jobs that are put off, by their producer or for another try.")
    var delayed = false

    @Option(help: "List at most so many of each state.")
    var limit = 50

    @Option(help: "Pass over so many of each state.")
    var offset = 0

    @Flag(help: "Print jobs as JSON, one a line.")
    var json = false

    private static let slice = 500
    private static let farthest = 1_000_000_000

    func validate() throws {
        guard (1...Self.farthest).contains(limit) else {
            throw ValidationError("--limit must be 1 to \(Self.farthest)")
        }
        guard (0...Self.farthest).contains(offset) else {
            throw ValidationError("--offset must be 0 to \(Self.farthest)")
        }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            var table = Self.table
            for state in states {
                try await each(state, of: queue) { job in
                    if json {
                        Terminal.print(JSONValue.object(job.json).serialized())
                    } else {
                        table.append(Self.cells(job))
                    }
                }
            }
            if !json { for line in table.lines { Terminal.print(line) } }
            try await tellOfMore(queue)
        }
    }

    /// Those that were asked for; all if none were.
    private var states: [ListedJob.State] {
        let asked: [ListedJob.State] = ListedJob.State.allCases.filter { state in
            switch state {
            case .running: running
            case .waiting: waiting
            case .delayed: delayed
            }
        }
        return asked.isEmpty ? ListedJob.State.allCases : asked
    }

    private func each(_ state: ListedJob.State, of queue: RedisJobQueue, _ body: (ListedJob) -> Void) async throws {
        var listed = 0
        while listed < limit {
            let wanted = min(limit - listed, Self.slice)
            let jobs = try await queue.listedJobs(state, offset: offset + listed, limit: wanted)
            jobs.forEach(body)
            if jobs.isEmpty { return }
            listed += wanted
        }
    }

    private func tellOfMore(_ queue: RedisJobQueue) async throws {
        let statistics = try await queue.statistics()
        let counts = states.map { state in
            switch state {
            case .running: "\(statistics.inFlight) running"
            case .waiting: "\(statistics.waiting) waiting"
            case .delayed: "\(statistics.delayed) delayed"
            }
        }
        Terminal.complain("in all: \(counts.joined(separator: ", "))")
    }

    private static let table = TextTable([
        ("STATE", .left), ("ID", .left), ("TYPE", .left), ("FAILED", .right), ("SINCE OR DUE", .left),
        ("STAGE", .left), ("WORKER", .left),
    ])

    private static func cells(_ job: ListedJob) -> [String] {
        let since = job.run?.lasted.map { "for \(Int($0 / .seconds(1))) s" }
        let moment = job.due ?? job.enqueuedAt
        return [
            job.state.rawValue, job.id ?? "-", job.type ?? "-", job.failedRuns.map { "\($0)" } ?? "-",
            since ?? moment?.rfc3339 ?? "-", job.run?.stage ?? "-", job.run?.worker ?? "-",
        ]
    }
}
