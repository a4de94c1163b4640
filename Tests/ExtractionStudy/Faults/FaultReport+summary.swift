// SPDX-License-Identifier: Apache-2.0

import Foundation

extension FaultReport {
    /// The figures as lines of text.
    var summary: String {
        var lines = [
            row("jobs", jobs), row("seconds", String(format: "%.1f", seconds)), row("calls", asked.count),
            row("calls that a gate held back", calls.count - asked.count), row("calls with a fault", faultyCalls),
        ]
        lines += counted(asked.compactMap(\.errorType)).map { row("  \($0.key)", $0.value) }
        lines.append(row("runs that failed", answers.reduce(0) { $0 + $1.failures.count }))
        lines += counted(answers.flatMap(\.failures)).map { row("  \($0.key)", $0.value) }
        lines.append(row("times that a job was put off, by the model or by its gate", waits.count))
        lines += counted(waits.map(\.errorType)).map { row("  \($0.key)", $0.value) }
        lines.append(row("results that succeeded", successes))
        lines += counted(answers.filter { !$0.isSuccess }.map(\.end)).map { row("  \($0.key)", $0.value) }
        lines += [
            row("calls for each success (at most 1.6)", String(format: "%.3f", callsPerSuccess)),
            row("dollars in all", String(format: "%.4f", dollars)),
            row("dollars for each success", String(format: "%.6f", dollars / Double(max(successes, 1)))),
            row("rows of the table that were met", FaultTable.rows.count - unseen.count),
            row("rows of the table that were not", unseen.count),
        ]
        lines += unseen.map { "  \($0)" }
        lines.append(row("ways that the table does not know", violations.count))
        return (lines + violations.prefix(20).map { "  \($0)" }).joined(separator: "\n")
    }

    private func counted(_ names: [String]) -> [(key: String, value: Int)] {
        Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
    }

    private func row(_ name: String, _ figure: some CustomStringConvertible) -> String {
        let text = figure.description
        return name + String(repeating: " ", count: max(60 - name.count - text.count, 1)) + text
    }
}
