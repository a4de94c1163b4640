// SPDX-License-Identifier: Apache-2.0

/// Finds what each column of a table of votes holds.
enum ThaiTableHead {
    /// Nil unless at least the votes' column is named within the first rows.
    static func columns(of table: RuledTable) -> [ThaiLabels.Column?]? {
        let head = table.rows.prefix(3)
        let columns = (0..<table.columnCount).map { index in
            column(named: SearchText(head.flatMap { $0[index] }))
        }
        return columns.contains(.votes) ? columns : nil
    }

    /// A heading over two columns may stand in either, so the more telling names come first.
    private static func column(named text: SearchText) -> ThaiLabels.Column? {
        let found = Set(ThaiLabels.columns.matches(in: text).map(\.meaning))
        if found.contains(.votes), found.contains(.words) { return .words }
        return [.number, .name, .party, .words, .votes].first(where: found.contains)
    }
}
