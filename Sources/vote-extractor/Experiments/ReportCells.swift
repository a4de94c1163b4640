// SPDX-License-Identifier: Apache-2.0

import JSON

/// The fields of one report.
struct ReportCells {
    let expected: JSONValue
    let actual: JSONValue
    /// What goes before each path; empty for the only report.
    let place: String
    /// Names of fields that are not scored.
    let unscored: Set<String>

    var all: [SheetCell] { form + totals + rows }

    private var form: [SheetCell] {
        let names = [
            "form_type", "date", "province", "district", "sub_district", "constituency_number",
            "polling_station_number",
        ]
        return names.map { cell(.form, "form_info", $0) }
    }

    private var totals: [SheetCell] {
        ["eligible_voters", "voters_present"].map { cell(.totals, "voter_statistics", $0) }
            + [
                "ballots_allocated", "ballots_used", "good_ballots", "bad_ballots", "no_vote_ballots",
                "ballots_remaining",
            ].map { cell(.totals, "ballot_statistics", $0) }
    }

    private func cell(_ group: SheetCell.Group, _ part: String, _ name: String) -> SheetCell {
        SheetCell(
            group: group,
            path: "\(place)\(part).\(name)",
            label: name.replacing("_", with: " "),
            expected: expected[part]?[name] ?? .null,
            actual: actual[part]?[name] ?? .null,
            isScored: !unscored.contains(name)
        )
    }

    private var rows: [SheetCell] {
        let right = expected["vote_results"]?.arrayValue ?? []
        let read = actual["vote_results"]?.arrayValue ?? []
        let pairs = RowMatch(right, read).pairs
        return pairs.enumerated().flatMap { index, pair in cells(of: pair, at: index) }
    }

    private func cells(of pair: RowMatch.Pair, at index: Int) -> [SheetCell] {
        let label = Self.label(pair.expected ?? pair.actual ?? .null, index)
        let fields: [(SheetCell.Group, String)] = [
            (.votes, "vote_count"), (.words, "vote_count_text"), (.names, "candidate_name"), (.names, "party_name"),
        ]
        return fields.map { group, name in
            SheetCell(
                group: group,
                path: "\(place)vote_results[\(index)].\(name)",
                label: group == .votes ? label : "\(label), \(name.replacing("_", with: " "))",
                expected: pair.expected?[name] ?? .null,
                actual: pair.actual?[name] ?? .null,
                isScored: !unscored.contains(name)
            )
        }
    }

    private static func label(_ row: JSONValue, _ index: Int) -> String {
        let number = row["number"]?.intValue.map { "\($0)" }
        let name = row["candidate_name"]?.stringValue ?? row["party_name"]?.stringValue
        return [number, name].compactMap { $0 }.joined(separator: " ").ifEmpty("row \(index + 1)")
    }
}

extension String {
    fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
