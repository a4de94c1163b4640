// SPDX-License-Identifier: Apache-2.0

import JSON

/// The fields of a sheet, as they are and as they were read.
///
/// Reports are matched in their order, rows by their number, else by their name, be it misread, else by their place.
/// Fields that are empty on both sides are left out; a row that is not on the sheet is a wrong one.
struct SheetComparison {
    let cells: [SheetCell]

    /// - Parameters:
    ///   - expected: The list of reports that is known to be right.
    ///   - output: The task's output; nil if it failed.
    init(expected: JSONValue?, output: JSONValue?) {
        let right = expected?.arrayValue ?? []
        let read = output?["reports"]?.arrayValue ?? []
        var cells: [SheetCell] = []
        for index in 0..<max(right.count, read.count) {
            let unscored = Self.unscored(right.first(where: { $0["_ambiguous_fields"] != nil }) ?? .null)
            let report = ReportCells(
                expected: index < right.count ? right[index] : .null,
                actual: index < read.count ? read[index] : .null,
                place: right.count > 1 || read.count > 1 ? "[\(index)]" : "",
                unscored: unscored
            )
            cells += report.all
        }
        self.cells = cells.filter { !$0.expected.isNull || !$0.actual.isNull }
    }

    /// Scored cells of these kinds.
    func scored(_ groups: SheetCell.Group...) -> [SheetCell] {
        cells.filter { $0.isScored && groups.contains($0.group) }
    }

    /// The share of right ones; nil without any.
    func accuracy(_ groups: SheetCell.Group...) -> Double? {
        let scored = cells.filter { $0.isScored && groups.contains($0.group) }
        return scored.isEmpty ? nil : Double(scored.count { $0.isRight }) / Double(scored.count)
    }

    /// Whether each vote and total is right.
    var hasRightNumbers: Bool { scored(.votes, .totals).allSatisfy(\.isRight) }

    /// The names before the colon of each note: `voters_present / ballots_used: one figure for both`.
    private static func unscored(_ report: JSONValue) -> Set<String> {
        let notes = report["_ambiguous_fields"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return Set(
            notes.flatMap { note in
                note.prefix { $0 != ":" }.matches(of: /[a-z]+(_[a-z]+)*/).map { String($0.output.0) }
            }
        )
    }
}
