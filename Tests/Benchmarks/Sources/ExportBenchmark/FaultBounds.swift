// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// What may differ between an agent in trouble and one that takes everything.
///
/// Wide enough for a shared machine, whose scheduler and caches are in every figure; far below what a wait for the agent
/// on the thread that traces, or a buffer without a bound, would cost.
struct FaultBounds {
    /// Ratio of the medians: a connection refused on loopback alone takes twenty times as long as an end.
    let median = 2.0
    /// Ratio of the 99th percentiles.
    let percentile99 = 4.0
    /// Nanoseconds of the longest end: some slices of a scheduler that has other things to do.
    let longest = 100e6
    /// MiB after the warm-up: three payloads of 8 MiB, in the making, on the way and as they grow. Without a bound the
    /// queue takes 25 MiB in each second.
    let memoryGrowth = 24.0

    /// What these rounds miss, in words; nothing for a pass.
    func misses(_ row: FaultRow) -> [String] {
        var misses: [String] = []
        func check(_ name: String, _ figure: Double, _ bound: Double, _ decimals: Int) {
            guard figure > bound else { return }
            misses.append("\(name) \(figure.text(decimals)), at most \(bound.text(decimals)) expected")
        }
        check("p50 : reference", row.medianRatio, median, 2)
        check("p99 : reference", row.percentile99Ratio, percentile99, 2)
        check("longest end, ms", row.longest / 1e6, longest / 1e6, 1)
        check("bytes grown", row.memoryGrowth * 1_048_576, memoryGrowth * 1_048_576, 0)
        return misses + row.runs.flatMap { miscounts($0.run, row.mood) }
    }

    private func miscounts(_ run: ExportRun, _ mood: AgentMood) -> [String] {
        let counts = run.statistics
        var misses: [String] = []
        if run.made != run.taken + counts.allDroppedSpans {
            let dropped = counts.allDroppedSpans
            misses.append("\(run.made) spans made, \(run.taken) taken, but \(dropped) counted as dropped")
        }
        if counts.sentSpans != run.taken {
            misses.append("\(counts.sentSpans) spans counted as sent, but \(run.taken) taken")
        }
        if mood.losesTraces, counts.allDroppedSpans == 0 { misses.append("nothing dropped: this was no overload") }
        return misses
    }
}
