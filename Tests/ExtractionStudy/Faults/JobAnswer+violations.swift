// SPDX-License-Identifier: Apache-2.0

import Foundation

extension JobAnswer {
    /// Where the job went another way than the table says.
    var violations: [String] {
        (ending + failures.enumerated().flatMap(wrongRequeue) + runs.flatMap(\.violations)).map { "\(id): \($0)" }
    }

    private var ending: [String] {
        switch status {
        case "succeeded":
            return runs.last?.calls.last?.errorType == nil ? [] : ["succeeded, but its last call failed"]
        case "needs_review":
            let doubtful = runs.last?.calls.contains { $0.errorType == "output.domain" } ?? false
            return doubtful ? [] : ["needs review, but no call's numbers contradict each other"]
        case "failed":
            guard let type = errorType, let row = FaultTable.rows[type] else {
                return ["failed with \(errorType ?? "nothing"), which no fault should lead to"]
            }
            guard failures.last == type else { return ["failed with \(type), but its last run did not"] }
            return mayEnd(with: row) ? [] : ["given up after \(attempts) attempts, with \(type)"]
        default:
            return ["ended as \(status)"]
        }
    }

    private func mayEnd(with row: FaultTable.Row) -> Bool {
        switch row.ending {
        case .dead: true
        case .once: attempts >= 2
        case .again, .againForFree: attempts >= FaultTable.maximumAttempts
        case .waits, .result: false
        }
    }

    /// Failed runs that count.
    private var attempts: Int {
        runs.count { run in
            guard let type = run.errorType else { return false }
            // A run whose earlier calls cost money counts, whatever its last one met.
            return FaultTable.rows[type]?.ending != .againForFree || run.calls.contains { $0.dollars > 0 }
        }
    }

    private func wrongRequeue(_ run: Int, _ type: String) -> [String] {
        guard let row = FaultTable.rows[type] else { return ["a run failed with \(type)"] }
        let isLast = run == failures.count - 1 && status == "failed"
        guard !isLast else { return [] }
        if row.ending == .dead || row.ending == .result { return ["ran again after \(type)"] }
        if row.ending == .once, run > 0 { return ["ran more than once again after \(type)"] }
        return isEarly(run + 1, after: row) ? ["ran again too early after \(type)"] : []
    }

    /// Whether a run began before it might.
    private func isEarly(_ index: Int, after row: FaultTable.Row) -> Bool {
        guard runs.indices.contains(index), let ended = runs[index - 1].ended else { return false }
        // Times of calls are those of the second before.
        return runs[index].began.timeIntervalSince(ended) < max(row.pause, runs[index - 1].retryAfter) - 1
    }
}
