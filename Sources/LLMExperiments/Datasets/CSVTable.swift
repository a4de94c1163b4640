// SPDX-License-Identifier: Apache-2.0

import SwiftCSV

/// The rows of a CSV text by the names of its columns.
struct CSVTable {
    let columns: [String: Int]
    let rows: [[String]]
    private let name: String

    init(_ text: String, delimiter: Character, name: String) throws(ExperimentError) {
        let (head, rows) = try Self.parse(text, delimiter, name)
        self.name = name
        columns = try Self.columns(head, name)
        // The library knows no empty lines: they have one empty cell.
        self.rows = rows.filter { $0.contains { !$0.isEmpty } }
        let tooLong = self.rows.firstIndex { $0.dropFirst(head.count).contains { !$0.isEmpty } }
        if let tooLong {
            throw ExperimentError(
                .invalidDataset,
                "\(name), row \(tooLong + 1) has more cells than there are columns, which are \(head.count)."
            )
        }
    }

    private static func parse(
        _ text: String,
        _ delimiter: Character,
        _ name: String
    ) throws(ExperimentError) -> (head: [String], rows: [[String]]) {
        // The library does not mind a quoted cell without an end, which would swallow all that follows.
        let quotes = text.utf8.count { $0 == UInt8(ascii: "\"") }
        if quotes.isMultiple(of: 2), let table = try? parse(text, delimiter) { return table }
        throw ExperimentError(
            .invalidDataset,
            "\(name) is no CSV: a quotation mark stands where none may, or has no partner. Double those within a cell."
        )
    }

    /// Row by row: the library's own list of rows makes all of them as long as the longest, which may be very long.
    private static func parse(_ text: String, _ delimiter: Character) throws -> (head: [String], rows: [[String]]) {
        let csv = try EnumeratedCSV(string: text, delimiter: CSVDelimiter(delimiter), loadColumns: false, rowLimit: 0)
        var rows: [[String]] = []
        try csv.enumerateAsArray(startAt: 1, rowLimit: nil) { rows.append($0) }
        return (csv.header, rows)
    }

    private static func columns(_ head: [String], _ name: String) throws(ExperimentError) -> [String: Int] {
        guard head.contains(where: { !$0.isEmpty }) else {
            throw ExperimentError(.invalidDataset, "\(name) is empty: its first line has to name the columns.")
        }
        var columns: [String: Int] = [:]
        for (index, column) in head.enumerated() where columns.updateValue(index, forKey: column) != nil {
            throw ExperimentError(.invalidDataset, "\(name) has two columns \"\(column.prefix(40))\".")
        }
        return columns
    }

    /// Where a column is.
    func index(of column: String) throws(ExperimentError) -> Int {
        guard let index = columns[column] else {
            let known = columns.keys.sorted().prefix(20).joined(separator: ", ")
            throw ExperimentError(.invalidDataset, "\(name) has no column \"\(column)\"; it has \(known).")
        }
        return index
    }
}

extension [String] {
    /// The cell at this place; rows may end early.
    func cell(_ index: Int) -> String { indices.contains(index) ? self[index] : "" }
}

extension CSVDelimiter {
    fileprivate init(_ character: Character) {
        switch character {
        case ",": self = .comma
        case ";": self = .semicolon
        case "\t": self = .tab
        default: self = .character(character)
        }
    }
}
