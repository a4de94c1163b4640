// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// The rounds of one mood, each beside a run of its reference just before, so that both saw the same machine.
struct FaultRow {
    let mood: AgentMood
    var runs: [(run: ExportRun, reference: ExportRun)] = []

    init(_ mood: AgentMood) {
        self.mood = mood
    }

    /// The middle round's ratio of the medians.
    var medianRatio: Double { runs.map { $0.run.median / $0.reference.median }.median }

    /// The middle round's ratio of the 99th percentiles.
    var percentile99Ratio: Double { runs.map { $0.run.percentile99 / $0.reference.percentile99 }.median }

    /// The longest end of the best round, in nanoseconds: what the tracer does, it does in each.
    var longest: Double { runs.map(\.run.longest).min() ?? 0 }

    /// MiB of the worst round.
    var memoryGrowth: Double { runs.map(\.run.memoryGrowth).max() ?? 0 }

    func middle(_ figure: (ExportRun) -> Double) -> Double { runs.map { figure($0.run) }.median }

    func total(_ count: (ExportRun) -> Int) -> Int { runs.reduce(0) { $0 + count($1.run) } }

    /// Of all rounds, the most frequent first.
    var droppedByReason: [(reason: String, spans: Int)] {
        var totals: [String: Int] = [:]
        for (run, _) in runs {
            for (reason, spans) in run.statistics.droppedSpans { totals[reason.rawValue, default: 0] += spans }
        }
        return totals.sorted { $0.value > $1.value }.map { ($0.key, $0.value) }
    }

    /// Of all rounds.
    var requestFailures: [String: Int] {
        runs.reduce(into: [:]) { totals, round in
            totals.merge(round.run.statistics.requestFailures) { $0 + $1 }
        }
    }
}
