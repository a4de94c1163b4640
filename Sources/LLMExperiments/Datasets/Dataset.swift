// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Records by which tasks are judged; from a file, from the platform, or made in code.
public struct Dataset: Sendable, Hashable {
    /// What people call it.
    public let name: String
    /// What it is about.
    public var description: String
    /// The records, in order.
    public private(set) var records: [DatasetRecord]
    /// What the platform knows of it; nil for a dataset that is only here.
    public internal(set) var remote: RemoteDataset?
    /// What was changed since the platform was told.
    private(set) var changes = DatasetChanges()

    /// The most records that a dataset may have.
    public static let maximumRecords = 1_000_000

    /// A dataset; records with the same id are an error.
    public init(
        name: String,
        description: String = "",
        records: [DatasetRecord] = []
    ) throws(ExperimentError) {
        try Self.check(name: name, records)
        self.name = name
        self.description = description
        self.records = records
        changes.inserted = records
    }

    /// A dataset as the platform has it.
    init(name: String, description: String, records: [DatasetRecord], remote: RemoteDataset) {
        self.name = name
        self.description = description
        self.records = records
        self.remote = remote
    }

    /// Tells the contents apart: 32 hexadecimal digits, the same for the same records.
    public var fingerprint: String {
        Fingerprint.of(records.flatMap { [.string($0.id), $0.input, $0.expectedOutput ?? .null] })
    }

    /// Adds a record at the end.
    public mutating func append(_ record: DatasetRecord) throws(ExperimentError) {
        try Self.check(name: name, records + [record])
        records.append(record)
        changes.inserted.append(record)
    }

    /// Changes the record of this id; what is nil stays as it is.
    public mutating func update(
        _ id: String,
        input: JSONValue? = nil,
        expectedOutput: JSONValue? = nil,
        metadata: JSONObject? = nil
    ) throws(ExperimentError) {
        let index = try index(of: id)
        if let input { records[index].input = input }
        if let expectedOutput { records[index].expectedOutput = expectedOutput }
        if let metadata { records[index].metadata = metadata }
        changes.update(records[index], DatasetChanges.Update(input, expectedOutput, metadata))
    }

    /// Takes the record of this id away.
    public mutating func remove(_ id: String) throws(ExperimentError) {
        records.remove(at: try index(of: id))
        changes.remove(id)
    }

    /// Takes note of what the platform has under this name; what differs is to be pushed.
    mutating func adopt(_ known: Dataset) {
        remote = known.remote
        changes = DatasetChanges(from: known.records, to: records)
        let byID = Dictionary(known.records.map { ($0.id, $0.canonicalID) }, uniquingKeysWith: { $1 })
        for index in records.indices { records[index].canonicalID = byID[records[index].id] ?? nil }
    }

    /// Takes note that the platform has all of it.
    mutating func wasPushed(_ remote: RemoteDataset, canonicalIDs: [String: String]) {
        self.remote = remote
        changes = DatasetChanges()
        for index in records.indices {
            records[index].canonicalID = canonicalIDs[records[index].id] ?? records[index].canonicalID
        }
    }

    private func index(of id: String) throws(ExperimentError) -> Int {
        guard let index = records.firstIndex(where: { $0.id == id }) else {
            throw ExperimentError(.invalidDataset, "The dataset \(name) has no record \(id).")
        }
        return index
    }

    private static func check(name: String, _ records: [DatasetRecord]) throws(ExperimentError) {
        guard !name.isEmpty else { throw ExperimentError(.invalidDataset, "The dataset has no name: give it one.") }
        guard records.count <= maximumRecords else {
            throw ExperimentError(.invalidDataset, "The dataset \(name) has more than \(maximumRecords) records.")
        }
        var seen: Set<String> = []
        for record in records {
            guard !record.id.isEmpty, record.id.utf8.count <= 200 else {
                throw ExperimentError(.invalidDataset, "A record of \(name) has an id that is empty or too long.")
            }
            guard seen.insert(record.id).inserted else {
                throw ExperimentError(
                    .invalidDataset,
                    "Two records of \(name) have the id \(record.id): give ids of their own to equal records."
                )
            }
        }
    }
}
