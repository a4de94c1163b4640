// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What came of a run.
struct ChaosReport {
    let plan: RunCommand
    let results: ResultLedger
    let recoveries: Recoveries
    let kills: Int
    let redisKills: Int
    let repeatedPushes: Int
    /// Worker processes that ended though nobody ended them.
    let workerFailures: [String]
    /// What `doctor` found at the end.
    let defects: [String]
    /// Jobs still in the queue or in flight.
    let left: Int
    let letters: Int
    let seconds: Double

    var missing: [String] { results.missing(of: plan.jobs) }

    /// Whether the run was as hard as planned, and the queue kept its promises.
    var isClean: Bool { isWhole && isPrompt && isHardEnough }

    /// Seconds within which 99 of 100 jobs of killed workers have to run again: their leases end first.
    private var latestRecovery: Double { Double(plan.lease + 15) }

    private var isPrompt: Bool { recoveries.percentile(0.99) ?? 0 <= latestRecovery }

    /// Whether there was enough to do for all kills to come while jobs ran.
    private var isHardEnough: Bool { kills >= plan.kills && redisKills >= plan.redisKills }

    /// Whether every job has one result and the queue is empty and sound.
    private var isWhole: Bool {
        let buried = results.statuses.values.reduce(0, +) - (results.statuses["succeeded"] ?? 0)
        return missing.isEmpty && results.duplicates == 0 && defects.isEmpty && workerFailures.isEmpty && left == 0
            && letters == buried
    }

    func print() {
        row("jobs", plan.jobs)
        row("seconds", String(format: "%.1f", seconds))
        row("workers killed", kills)
        row("Redis killed", redisKills)
        row("pushes that producers repeated", repeatedPushes)
        row("lost jobs", missing.count)
        row("duplicate results", results.duplicates)
        for (status, count) in results.statuses.sorted(by: { $0.key < $1.key }) { row("results: \(status)", count) }
        for (name, count) in results.failures.sorted(by: { $0.key < $1.key }) { row("failed: \(name)", count) }
        row("dead letters", letters)
        row("left in the queue", left)
        row("runs in all", recoveries.starts)
        row("runs beyond a job's first", recoveries.wasted)
        row("jobs started again after a kill", recoveries.seconds.count)
        for share in [0.5, 0.9, 0.99, 1] {
            guard let seconds = recoveries.percentile(share) else { continue }
            row("seconds from kill to new start, p\(Int(share * 100))", String(format: "%.1f", seconds))
        }
        for line in defects + workerFailures + missing.prefix(10).map({ "lost: \($0)" }) {
            Swift.print("DEFECT  \(line)")
        }
        for line in verdict { Swift.print(line) }
    }

    private var verdict: [String] {
        var lines = [isWhole ? "every job was answered once" : "the queue broke a promise"]
        if !isPrompt { lines.append("too late: 99 of 100 lost jobs have to run again within \(latestRecovery) s") }
        if !isHardEnough {
            lines.append(
                "too easy: not killed \(plan.kills) and \(plan.redisKills) times; plan more jobs or less pause"
            )
        }
        return lines
    }

    private func row(_ name: String, _ figure: some CustomStringConvertible) {
        let text = figure.description
        Swift.print(name + String(repeating: " ", count: max(60 - name.count - text.count, 1)) + text)
    }
}
