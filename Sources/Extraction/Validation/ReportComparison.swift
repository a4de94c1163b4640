// SPDX-License-Identifier: Apache-2.0

import JSON

/// Walks two readings of the same pages side by side.
struct ReportComparison {
    let numbers: NumberLocale
    private(set) var compared = 0
    private(set) var disagreements: [SecondOpinion.Disagreement] = []

    init(numbers: NumberLocale) {
        self.numbers = numbers
    }

    mutating func compare(_ reports: [TallyReport], _ others: [TallyReport]) {
        let pairs = Self.pairs(reports, others)
        for (index, report) in reports.enumerated() {
            guard let other = pairs[index] else {
                differ("reports[\(index)]", "read", .null, whole: true)
                continue
            }
            compare(report, other, "reports[\(index)]")
        }
        if others.count > reports.count { differ("reports[\(reports.count)]", .null, "read", whole: true) }
    }

    /// By their form types where these tell the reports apart, else by their places.
    private static func pairs(_ reports: [TallyReport], _ others: [TallyReport]) -> [TallyReport?] {
        let types = others.compactMap(\.formInfo.formType)
        let isTold = types.count == others.count && Set(types).count == types.count
        return reports.enumerated().map { index, report in
            guard isTold, let type = report.formInfo.formType else {
                return others.indices.contains(index) ? others[index] : nil
            }
            return others.first { $0.formInfo.formType == type }
        }
    }

    private mutating func compare(_ report: TallyReport, _ other: TallyReport, _ path: String) {
        for part in ["form_info", "voter_statistics", "ballot_statistics"] {
            compare(report.json[part], other.json[part], "\(path).\(part)")
        }
        let rows = Self.rows(report.voteResults, other.voteResults)
        for (index, row) in report.voteResults.enumerated() {
            guard let same = rows[index] else {
                differ("\(path).vote_results[\(index)]", "read", .null, whole: true)
                continue
            }
            compare(row.json, same.json, "\(path).vote_results[\(index)]")
        }
        let extra = other.voteResults.count - rows.count { $0 != nil }
        if extra > 0 { differ("\(path).vote_results", .null, "\(extra) rows more", whole: true) }
    }

    private static func rows(_ rows: [VoteResult], _ others: [VoteResult]) -> [VoteResult?] {
        let byNumber = Dictionary(others.compactMap { row in row.number.map { ($0, row) } }, uniquingKeysWith: { $1 })
        guard byNumber.count == others.count, Set(rows.compactMap(\.number)).count == rows.count else {
            return rows.indices.map { others.indices.contains($0) ? others[$0] : nil }
        }
        return rows.map { row in row.number.flatMap { byNumber[$0] } }
    }

    private mutating func compare(_ part: JSONValue?, _ other: JSONValue?, _ path: String) {
        let own = part?.objectValue ?? [:]
        let theirs = other?.objectValue ?? [:]
        for (name, value) in own.merging(theirs.mapValues { _ in .null }) where name != "date" {
            let otherValue = theirs[name] ?? .null
            guard !value.isNull || !otherValue.isNull else { continue }
            compared += 1
            if !agree(value, otherValue, isCount: name == "vote_count_text") {
                differ("\(path).\(name)", value, otherValue)
            }
        }
    }

    /// Words that both understand are compared by what they say.
    private func agree(_ value: JSONValue, _ other: JSONValue, isCount: Bool) -> Bool {
        guard let text = value.stringValue, let otherText = other.stringValue else {
            // A model may leave out the words of a row, which the digits repeat.
            return value == other || isCount && (value.isNull || other.isNull)
        }
        guard isCount else { return NameMatch.agree(text, otherText) }
        guard let count = NumberWords.value(of: text, in: numbers),
            let otherCount = NumberWords.value(of: otherText, in: numbers)
        else { return NameMatch.agree(text, otherText) }
        return count == otherCount
    }

    /// - Parameter whole: whether it is a part that only one of them has, none of whose fields is compared.
    private mutating func differ(_ path: String, _ value: JSONValue, _ other: JSONValue, whole: Bool = false) {
        if whole { compared += 1 }
        disagreements.append(SecondOpinion.Disagreement(field: path, value: value, other: other))
    }
}

extension JSONObject {
    fileprivate func mapValues(_ transform: (JSONValue) -> JSONValue) -> JSONObject {
        JSONObject(map { ($0.key, transform($0.value)) })
    }
}
