// SPDX-License-Identifier: Apache-2.0

/// Which columns of a CSV file make up a record.
public struct CSVColumns: Sendable, Hashable {
    /// The members of the input.
    public var input: [String]
    /// The members of the expected output.
    public var expectedOutput: [String]
    /// The members of the metadata.
    public var metadata: [String]
    /// The record's id; without it a fingerprint of its content.
    public var id: String?
    /// What stands between two cells.
    public var delimiter: Character

    /// Columns of these names.
    public init(
        input: [String],
        expectedOutput: [String] = [],
        metadata: [String] = [],
        id: String? = nil,
        delimiter: Character = ","
    ) {
        self.input = input
        self.expectedOutput = expectedOutput
        self.metadata = metadata
        self.id = id
        self.delimiter = delimiter
    }
}
