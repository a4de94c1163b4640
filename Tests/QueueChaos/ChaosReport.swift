// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What came of a run.
struct ChaosReport {
    let jobs: Int
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

    var missing: [String] { results.missing(of: jobs) }

    /// Whether every job has one result and the queue is empty and sound.
    var isClean: Bool {
        let buried = results.statuses.values.reduce(0, +) - (results.statuses["succeeded"] ?? 0)
        return missing.isEmpty && results.duplicates == 0 && defects.isEmpty && workerFailures.isEmpty && left == 0
            && letters == buried
    }

    func print() {
        row("jobs", jobs)
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
        Swift.print(isClean ? "every job was answered once" : "the queue broke a promise")
    }

    private func row(_ name: String, _ figure: some CustomStringConvertible) {
        let text = figure.description
        Swift.print(name + String(repeating: " ", count: max(60 - name.count - text.count, 1)) + text)
    }
}
