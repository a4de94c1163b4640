// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import LocalModel

/// How the numbers of an answer compare with the truth.
struct NumberScore: Sendable, CustomStringConvertible {
    private(set) var right = 0
    private(set) var missing: [String] = []
    /// Different from the truth, or where the sheet has no number.
    private(set) var wrong: [String] = []

    var total: Int { right + missing.count + wrong.count }
    var share: Double { total == 0 ? 0 : Double(right) / Double(total) }

    var description: String {
        "\(right) of \(total) right, \(missing.count) missing, \(wrong.count) wrong \(wrong)"
    }

    init() {}

    init(_ answer: [JSONValue], truth: [JSONValue]) {
        var left = answer
        for (index, report) in truth.enumerated() {
            let match = left.indices.max { Self.overlap(report, left[$0]) < Self.overlap(report, left[$1]) }
            compare(report, match.map { left.remove(at: $0) }, at: "[\(index)]")
        }
        for report in left {
            for row in Self.rows(report) { note(nil, row["vote_count"]?.intValue, "extra report") }
        }
    }

    private mutating func compare(_ truth: JSONValue, _ answer: JSONValue?, at path: String) {
        for statistic in Statistic.allCases {
            let group = Statistic.voters.contains(statistic) ? "voter_statistics" : "ballot_statistics"
            let key = statistic.rawValue
            note(truth[group]?[key]?.intValue, answer?[group]?[key]?.intValue, path + key)
        }
        let key = "constituency_number"
        note(truth["form_info"]?[key]?.intValue, answer?["form_info"]?[key]?.intValue, path + key)
        var rows = answer.map(Self.rows) ?? []
        for (index, row) in Self.rows(truth).enumerated() {
            let match = rows.firstIndex { Self.isSame(row, $0) }.map { rows.remove(at: $0) }
            for key in ["number", "vote_count"] {
                note(row[key]?.intValue, match?[key]?.intValue, "\(path)[\(index)].\(key)")
            }
        }
        for row in rows { note(nil, row["vote_count"]?.intValue, path + "extra row") }
    }

    private mutating func note(_ truth: Int?, _ answer: Int?, _ place: String) {
        switch (truth, answer) {
        case (nil, nil): break
        case (.some(let truth), nil): missing.append("\(place)=\(truth)")
        case (let truth, .some(let answer)):
            if truth == answer { right += 1 } else { wrong.append("\(place)=\(answer)") }
        }
    }

    private static func rows(_ report: JSONValue) -> [JSONValue] {
        report["vote_results"]?.arrayValue ?? []
    }

    private static func overlap(_ first: JSONValue, _ second: JSONValue) -> Int {
        rows(first).count { row in rows(second).contains { isSame(row, $0) } }
    }

    /// The same line of the sheet: by number where both have one, else by a name that is half alike.
    private static func isSame(_ first: JSONValue, _ second: JSONValue) -> Bool {
        if let number = first["number"]?.intValue, let other = second["number"]?.intValue { return number == other }
        let pattern = SearchText.reduced(name(first))
        let text = SearchText.reduced(name(second))
        guard !pattern.isEmpty, text.count <= 2 * pattern.count else { return false }
        return ApproximateSearch.best(pattern, in: text, maximumErrors: pattern.count / 2) != nil
    }

    private static func name(_ row: JSONValue) -> String {
        row["candidate_name"]?.stringValue ?? row["party_name"]?.stringValue ?? ""
    }
}
