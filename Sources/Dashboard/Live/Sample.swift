// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON
import JobQueue

/// How a queue stood at one moment.
struct Sample: Sendable {
    var statistics: QueueStatistics
    var workers: [WorkerSighting]
    /// Jobs that ended since the sample before, a second; nil for the first one.
    var completedPerSecond: Double?
    /// Jobs that became dead letters since then, a second.
    var buriedPerSecond: Double?
    /// Runs that ended since the sample before.
    var endedRuns = RunTimes()
    /// Runs that ended in the last minutes: those of all samples that are kept, up to this one.
    var runTimes = RunTimes()

    /// Whether nothing but time has passed.
    func isLike(_ other: Sample) -> Bool {
        var (mine, others) = (statistics, other.statistics)
        others.now = mine.now
        others.deadLetters.now = mine.deadLetters.now
        mine.lastDelivery = others.lastDelivery
        return mine == others && workers.map(\.status) == other.workers.map(\.status)
            && workers.map(\.isQuieted) == other.workers.map(\.isQuieted)
    }

    /// Rates by what workers tell of themselves; one that was not there before, or began anew, has no rate yet.
    static func rate(of member: String, from earlier: Sample, to later: Sample) -> Double? {
        let seconds = later.statistics.now.since(earlier.statistics.now) / .seconds(1)
        guard seconds > 0 else { return nil }
        let before = Dictionary(earlier.workers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let growth = later.workers.compactMap { worker -> Int? in
            guard let now = worker.status[member]?.intValue,
                let then = before[worker.id]?.status[member]?.intValue
            else { return nil }
            return max(now - then, 0)
        }
        return Double(growth.reduce(0, +)) / seconds
    }

    /// Runs that ended in between, of workers that were there before.
    static func endedRuns(from earlier: Sample, to later: Sample) -> RunTimes {
        let before = Dictionary(earlier.workers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var times = RunTimes()
        for worker in later.workers {
            guard let then = before[worker.id] else { continue }
            times.add(RunTimes(worker.status["run_times"]).since(RunTimes(then.status["run_times"])))
        }
        return times
    }
}
