// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation

/// The same load against agents in all moods, in one process, round by round, and the verdict on each.
struct FaultTable {
    let moods: [AgentMood]
    let rounds: Int
    let load: SpanLoad.Plan
    private let bounds = FaultBounds()

    init(moods: [AgentMood], rounds: Int, load: SpanLoad.Plan) {
        self.moods = moods
        self.rounds = rounds
        self.load = load
    }

    /// Prints the table; whether every row is within the bounds.
    func run() async throws -> Bool {
        let taking = try AgentProcess(mood: .taking)
        let agents = try moods.map { $0 == .taking ? taking : try AgentProcess(mood: $0) }
        defer { for agent in agents + [taking] { agent.stop() } }
        // The first run pays for what the process makes once.
        _ = await ExportRun.measure(agent: taking, load: load)
        var rows = moods.map { FaultRow($0) }
        for round in 1...rounds {
            for (index, agent) in agents.enumerated() {
                // The reference of an agent that takes everything is having none.
                let reference = await ExportRun.measure(agent: agent.mood == .taking ? nil : taking, load: load)
                let run = await ExportRun.measure(agent: agent, load: load)
                rows[index].runs.append((run, reference))
                let times = "p50 \(run.median.text()) ns, p99 \(run.percentile99.text()) ns"
                say("round \(round), \(agent.mood.rawValue): \(times)")
            }
        }
        return report(rows)
    }

    private func report(_ rows: [FaultRow]) -> Bool {
        say(
            """

            \(load.seconds) s at \(load.spansPerSecond) spans/s after \(load.warmUpSeconds) s of the same, traces of 10 \
            spans, \(rounds) rounds; queue \(TracingLimits().maximumQueueBytes / 1_048_576) MiB.
            Times are of the end of a trace's last span, `longest` of any span in the best round; ratios are to a run with \
            an agent that takes everything, just before (of that one: with an exporter that forgets).
            At most: p50 x \(bounds.median), p99 x \(bounds.percentile99), longest \((bounds.longest / 1e6).text()) ms, \
            memory +\(bounds.memoryGrowth.text()) MiB after the warm-up; made = taken + dropped.

            """
        )
        say(Self.heads.enumerated().map { Self.cell($1, $0) }.joined())
        var isPassed = true
        for row in rows {
            let misses = bounds.misses(row)
            say(cells(row, misses.isEmpty ? "ok" : "MISSED").enumerated().map { Self.cell($1, $0) }.joined())
            for miss in misses { say("    missed: \(miss)") }
            isPassed = isPassed && misses.isEmpty
        }
        for row in rows { say(Self.losses(row)) }
        say(isPassed ? "passed" : "FAILED")
        return isPassed
    }

    private static let heads = [
        "agent", "p50 ns", ": ref", "p99 ns", ": ref", "longest ms", "+MiB", "CPU µs/span", "made", "taken", "dropped",
        "verdict",
    ]

    private func cells(_ row: FaultRow, _ verdict: String) -> [String] {
        [
            row.mood.rawValue, row.middle(\.median).text(), row.medianRatio.text(2), row.middle(\.percentile99).text(),
            row.percentile99Ratio.text(2), (row.longest / 1e6).text(1), row.memoryGrowth.text(1),
            row.middle(\.cpuMicrosecondsPerSpan).text(2), "\(row.total(\.made))", "\(row.total(\.taken))",
            "\(row.total(\.statistics.allDroppedSpans))", verdict,
        ]
    }

    private static func cell(_ text: String, _ column: Int) -> String {
        let padding = String(repeating: " ", count: max(12 - text.count, 1))
        return column == 0 ? text + padding : padding + text
    }

    private static func losses(_ row: FaultRow) -> String {
        let reasons = row.droppedByReason.map { "\($0.reason) \($0.spans)" }
        let failures = row.requestFailures.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "\(row.mood.rawValue): dropped \(reasons.isEmpty ? "nothing" : reasons.joined(separator: ", "));"
            + " requests \(row.total(\.statistics.requests)), failed \(failures.isEmpty ? "none" : failures.joined(separator: ", "))"
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
