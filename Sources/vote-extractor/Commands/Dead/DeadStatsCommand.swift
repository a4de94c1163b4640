// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead stats`
struct DeadStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Counts dead letters by class, stage, reason, type, model and age, and names the largest groups.",
        discussion: """
            All letters that the conditions let through are looked at: some seconds for a million. A letter counts for \
            each model that was asked.

            Examples:
              vote-extractor dead stats
              vote-extractor dead stats --since 24h --class llm.server
              vote-extractor dead stats --json | jq .by_class
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup(title: "Conditions") var conditions: DeadFilterOptions

    @Option(help: "Show at most so many values of each kind, and so many groups.")
    var top = 10

    @Flag(help: "Print one JSON object.")
    var json = false

    private static let kinds: [DeadLetterTally.Facet] = [.errorType, .stage, .reason, .type, .model, .age]

    func validate() throws {
        guard top > 0 else { throw ValidationError("--top must be at least 1") }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            let totals = try await queue.deadLetterTotals()
            let bar = ProgressBar(total: totals.count, title: "Dead letters counted")
            let tally = try await queue.deadLetterTally(conditions.filter(now: totals.now)) {
                bar.show(min($0, totals.count))
            }
            bar.finish()
            if json {
                Terminal.print(JSONValue.object(object(tally, totals)).serialized())
            } else {
                show(tally, totals)
            }
        }
    }

    /// Ages in their order, the rest by frequency.
    private func values(_ tally: DeadLetterTally, _ facet: DeadLetterTally.Facet) -> [(value: String, count: Int)] {
        guard facet == .age else { return Array(tally.ranking(facet).prefix(top)) }
        return DeadLetterAge.allCases.map { (value: $0.rawValue, count: tally.counts[.age]?[$0.rawValue] ?? 0) }
    }

    private func show(_ tally: DeadLetterTally, _ totals: DeadLetterTotals) {
        for facet in Self.kinds + [.fingerprint] where tally.counts[facet] != nil {
            var table = TextTable([("COUNT", .right), (facet.rawValue.uppercased(), .left)])
            for (value, count) in values(tally, facet) { table.append(["\(count)", value]) }
            let rest = rest(tally, facet)
            if rest > 0 { table.append(["\(rest)", "(others)"]) }
            for line in table.lines { Terminal.print(line) }
            Terminal.print("")
        }
        Terminal.complain("\(tally.letters.counting("dead letter")) counted; \(totals.text)")
    }

    /// What the values that are not shown come to.
    private func rest(_ tally: DeadLetterTally, _ facet: DeadLetterTally.Facet) -> Int {
        let all = (tally.counts[facet] ?? [:]).values.reduce(tally.others[facet] ?? 0, +)
        return all - values(tally, facet).reduce(0) { $0 + $1.count }
    }

    private func object(_ tally: DeadLetterTally, _ totals: DeadLetterTotals) -> JSONObject {
        var object: JSONObject = ["counted": .integer(Int64(tally.letters)), "totals": .object(totals.json)]
        for facet in Self.kinds {
            var counts = JSONObject(values(tally, facet).map { ($0.value, .integer(Int64($0.count))) })
            let rest = rest(tally, facet)
            if rest > 0 { counts["(others)"] = .integer(Int64(rest)) }
            object["by_\(facet.rawValue)"] = .object(counts)
        }
        object["groups"] = .array(
            values(tally, .fingerprint).map { ["fingerprint": .string($0.value), "count": .integer(Int64($0.count))] }
        )
        return object
    }
}
