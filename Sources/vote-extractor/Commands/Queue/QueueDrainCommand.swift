// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor queue drain`
struct QueueDrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Begins nothing new, until `queue resume`, but brings what was begun to its end, retries included.",
        discussion: """
            Once it is drained, the queue holds untouched jobs only, some perhaps put off by their producers: a good \
            moment for moving or upgrading things.

            Examples:
              vote-extractor queue drain
              vote-extractor queue drain --wait --timeout 900
              vote-extractor queue drain --wait --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var report: ChangeReport

    @Flag(help: "Wait until the queue is drained.")
    var wait = false

    @Option(help: "With --wait: for how many seconds at most.")
    var timeout = 3600

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            try await queue.setMode(.draining)
            guard wait else { return tell(try await queue.statistics(), "drains; see `queue stats`") }
            if !report.json { Terminal.complain("queue \(self.queue.queue) drains") }
            tell(try await waitUntilDrained(queue), "is drained")
        }
    }

    private func tell(_ statistics: QueueStatistics, _ words: String) {
        report.tell(
            "queue \(queue.queue) \(words)",
            ["queue": .string(queue.queue), "mode": "draining", "drained": .bool(statistics.isDrained)]
        )
    }

    private func waitUntilDrained(_ queue: RedisJobQueue) async throws -> QueueStatistics {
        let end = ContinuousClock.now + .seconds(timeout)
        var statistics = try await queue.statistics()
        let total = statistics.inFlight + statistics.delayedBegun
        let bar = ProgressBar(total: total, title: "Draining")
        while !statistics.isDrained {
            guard .now < end else {
                throw CommandError(
                    "\(statistics.inFlight) jobs run and \(statistics.delayedBegun) are to be tried again still"
                )
            }
            bar.show(max(total - statistics.inFlight - statistics.delayedBegun, 0))
            try await Task.sleep(for: .seconds(1))
            statistics = try await queue.statistics()
        }
        bar.finish()
        return statistics
    }
}
