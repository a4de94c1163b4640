// SPDX-License-Identifier: Apache-2.0

/// A table for people: columns as wide as their widest cell, numbers to the right.
struct TextTable {
    /// How a column's cells stand.
    enum Alignment {
        case left
        case right
    }

    private let headings: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ columns: [(String, Alignment)]) {
        headings = columns.map(\.0)
        alignments = columns.map(\.1)
    }

    /// Cells may hold what strangers wrote.
    mutating func append(_ row: [String]) { rows.append(row.map(\.printable)) }

    /// The table's lines; the headings in bold where a person reads them.
    var lines: [String] {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { Self.width($0[column]) }.max() ?? 0 }
        return all.enumerated().map { index, row in
            let cells = row.indices.map { pad(row[$0], to: widths[$0], alignments[$0]) }
            let line = String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
            return index == 0 ? Terminal.bold(line) : line
        }
    }

    private func pad(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
        let space = String(repeating: " ", count: max(width - Self.width(cell), 0))
        return alignment == .left ? cell + space : space + cell
    }

    /// Terminal columns: a Thai vowel above or below its consonant takes none.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format, .control: width
            default: width + 1
            }
        }
    }
}
