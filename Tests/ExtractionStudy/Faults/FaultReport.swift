// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What came of a run with faults.
struct FaultReport {
    /// Calls for each result that succeeded, at most.
    static let maximumCallsPerSuccess = 1.6

    let jobs: Int
    let seconds: Double
    let answers: [JobAnswer]

    private var calls: [JobAnswer.Call] { answers.flatMap(\.calls) }
    private var asked: [JobAnswer.Call] { calls.filter(\.wasAsked) }
    var faultyCalls: Int { asked.count { $0.errorType != nil } }
    var successes: Int { answers.count(where: \.isSuccess) }
    var callsPerSuccess: Double { Double(asked.count) / Double(max(successes, 1)) }
    var dollars: Double { calls.reduce(0) { $0 + $1.dollars } }

    /// Ways that the table does not know, and jobs without an answer or with two.
    var violations: [String] {
        let ids = Set(answers.map(\.id))
        let lost = jobs - ids.count
        let twice = answers.count - ids.count
        return answers.flatMap(\.violations) + (lost > 0 ? ["\(lost) jobs have no result"] : [])
            + (twice > 0 ? ["\(twice) jobs have a second result"] : [])
    }

    var isMet: Bool { violations.isEmpty && callsPerSuccess <= Self.maximumCallsPerSuccess }

    var summary: String {
        var lines = [
            row("jobs", jobs), row("seconds", String(format: "%.1f", seconds)), row("calls", asked.count),
            row("calls that a gate held back", calls.count - asked.count), row("calls with a fault", faultyCalls),
        ]
        lines += counted(asked.compactMap(\.errorType)).map { row("  \($0.key)", $0.value) }
        lines.append(row("results that succeeded", successes))
        lines += counted(answers.filter { !$0.isSuccess }.map { "\($0.status): \($0.errorType ?? "")" })
            .map { row("  \($0.key)", $0.value) }
        lines += [
            row("calls for each success (at most 1.6)", String(format: "%.3f", callsPerSuccess)),
            row("dollars in all", String(format: "%.4f", dollars)),
            row("dollars for each success", String(format: "%.6f", dollars / Double(max(successes, 1)))),
            row("ways that the table does not know", violations.count),
        ]
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
