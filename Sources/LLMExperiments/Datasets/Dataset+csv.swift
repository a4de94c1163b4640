// SPDX-License-Identifier: Apache-2.0

import JSON

extension Dataset {
    /// A dataset from CSV text: each row is a record, whose input, expected output and metadata are objects of texts.
    public init(csv text: String, columns: CSVColumns, name: String) throws(ExperimentError) {
        guard !columns.input.isEmpty else {
            throw ExperimentError(.invalidDataset, "\(name): name at least one column that goes into the task.")
        }
        let table = try CSVTable(text, delimiter: columns.delimiter, name: name)
        let input = try table.indices(of: columns.input)
        let expected = try table.indices(of: columns.expectedOutput)
        let metadata = try table.indices(of: columns.metadata)
        let id = try table.indices(of: columns.id.map { [$0] } ?? []).first?.index
        let records = table.rows.map { row in
            DatasetRecord(
                id: id.map { row.cell($0) },
                input: .object(row.object(input)),
                expectedOutput: expected.isEmpty ? nil : .object(row.object(expected)),
                metadata: metadata.isEmpty ? nil : row.object(metadata)
            )
        }
        try self.init(name: name, records: records)
    }

    /// A dataset from CSV text with the columns `input` and optionally `expected_output`, `metadata`, `id` and `tags`.
    ///
    /// A cell that is JSON is taken as such, any other as text; an empty one is nothing.
    public init(csv text: String, name: String) throws(ExperimentError) {
        let table = try CSVTable(text, delimiter: ",", name: name)
        let input = try table.index(of: "input")
        var records: [DatasetRecord] = []
        records.reserveCapacity(table.rows.count)
        for (number, row) in table.rows.enumerated() {
            let place = "\(name), row \(number + 1)"
            let value = { (column: String) in table.columns[column].flatMap { row.value($0) } }
            records.append(
                DatasetRecord(
                    id: table.columns["id"].flatMap { row.cell($0).isEmpty ? nil : row.cell($0) },
                    input: row.value(input) ?? .string(""),
                    expectedOutput: value("expected_output").present,
                    metadata: try DatasetRecord.metadata(value("metadata"), place),
                    tags: try DatasetRecord.tags(value("tags"), place)
                )
            )
        }
        try self.init(name: name, records: records)
    }
}

extension CSVTable {
    fileprivate func indices(of columns: [String]) throws(ExperimentError) -> [(column: String, index: Int)] {
        var indices: [(column: String, index: Int)] = []
        for column in columns { indices.append((column, try index(of: column))) }
        return indices
    }
}

extension [String] {
    fileprivate func object(_ columns: [(column: String, index: Int)]) -> JSONObject {
        JSONObject(columns.map { ($0.column, .string(cell($0.index))) })
    }

    fileprivate func value(_ index: Int) -> JSONValue? {
        let text = cell(index)
        guard !text.isEmpty else { return nil }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }
}
