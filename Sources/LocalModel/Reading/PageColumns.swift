// SPDX-License-Identifier: Apache-2.0

/// A page's rows, with side-by-side columns of text taken apart.
struct PageColumns: Sendable {
    /// Rows over the whole width: headings and feet.
    var shared: [TextRow]
    /// The rows of each column, from left to right; one column for most pages.
    var columns: [[TextRow]]

    init(_ words: [Word]) {
        let heights = words.map(\.box.height).sorted()
        let unit = heights.isEmpty ? 20 : heights[heights.count / 2]
        guard
            let gutter = WhiteGutter.find(in: words.map(\.box), unit: unit, share: 0.35)?.box,
            case let beside = words.filter({ $0.box.centerY >= gutter.top && $0.box.centerY < gutter.bottom }),
            case let left = TextRow.rows(of: beside.filter { $0.box.centerX < gutter.left }),
            case let right = TextRow.rows(of: beside.filter { $0.box.centerX >= gutter.left }),
            Self.standAlone(left, right)
        else {
            shared = []
            columns = [TextRow.rows(of: words)]
            return
        }
        shared = TextRow.rows(of: words.filter { $0.box.centerY < gutter.top || $0.box.centerY >= gutter.bottom })
        columns = [left, right]
    }

    /// Whether both sides are tables of their own (label first, number last) rather than columns of one table.
    private static func standAlone(_ left: [TextRow], _ right: [TextRow]) -> Bool {
        share(of: left, where: endsWithNumber) >= 0.5
            && share(of: right, where: endsWithNumber) >= 0.5
            && share(of: right, where: beginsWithLetters) >= 0.5
    }

    private static func share(of rows: [TextRow], where condition: (TextRow) -> Bool) -> Double {
        rows.isEmpty ? 0 : Double(rows.count(where: condition)) / Double(rows.count)
    }

    private static func endsWithNumber(_ row: TextRow) -> Bool {
        row.words.last.map { NumberText.looksNumeric($0.text) || $0.text == "%" } ?? false
    }

    private static func beginsWithLetters(_ row: TextRow) -> Bool {
        row.words.first?.text.unicodeScalars.first?.properties.isAlphabetic ?? false
    }
}
