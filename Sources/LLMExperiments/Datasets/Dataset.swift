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
    private(set) var changes: DatasetChanges
    /// Where records are, by id.
    private var places: [String: Int] = [:]

    /// The most records that a dataset may have.
    public static let maximumRecords = 1_000_000

    /// A dataset; records with the same id are an error.
    public init(
        name: String,
        description: String = "",
        records: [DatasetRecord] = []
    ) throws(ExperimentError) {
        guard !name.isEmpty else { throw ExperimentError(.invalidDataset, "The dataset has no name: give it one.") }
        self.name = name
        self.description = description
        self.records = []
        changes = DatasetChanges(inserting: records)
        self.records.reserveCapacity(records.count)
        for record in records { try add(record) }
    }

    /// A dataset as the platform has it.
    init(name: String, description: String, records: [DatasetRecord], remote: RemoteDataset) {
        self.name = name
        self.description = description
        self.records = records
        self.remote = remote
        changes = DatasetChanges()
        places = Dictionary(records.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Tells the contents apart: 32 hexadecimal digits, the same for the same records.
    public var fingerprint: String {
        Fingerprint.of(records.flatMap { [.string($0.id), $0.input, $0.expectedOutput ?? .null] })
    }

    /// Adds a record at the end.
    public mutating func append(_ record: DatasetRecord) throws(ExperimentError) {
        try add(record)
        changes.insert(record)
    }

    /// Changes the record of this id; what is nil stays as it is, and null takes the expected output away.
    public mutating func update(
        _ id: String,
        input: JSONValue? = nil,
        expectedOutput: JSONValue? = nil,
        metadata: JSONObject? = nil
    ) throws(ExperimentError) {
        let index = try index(of: id)
        if let input { records[index].input = input }
        if let expectedOutput { records[index].expectedOutput = Optional(expectedOutput).present }
        if let metadata { records[index].metadata = metadata }
        changes.update(id, DatasetChanges.Update(input, expectedOutput, metadata))
    }

    /// Takes the record of this id away; those behind it move up, which takes the longer the more there are.
    public mutating func remove(_ id: String) throws(ExperimentError) {
        let index = try index(of: id)
        records.remove(at: index)
        places[id] = nil
        for place in index..<records.count { places[records[place].id] = place }
        changes.remove(id)
    }

    /// The records that the platform does not have.
    var insertedRecords: [DatasetRecord] { records.filter { changes.inserted.contains($0.id) } }

    /// Takes note of what the platform has under this name; what differs is to be pushed.
    ///
    /// - Parameter removesOthers: whether records that only the platform has are to be taken out there.
    mutating func adopt(_ known: Dataset, removesOthers: Bool = false) {
        remote = known.remote
        changes = DatasetChanges(from: known.records, to: records, removesOthers: removesOthers)
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
        guard let index = places[id] else {
            throw ExperimentError(.invalidDataset, "The dataset \(name) has no record \(id).")
        }
        return index
    }

    private mutating func add(_ record: DatasetRecord) throws(ExperimentError) {
        guard records.count < Self.maximumRecords else {
            throw ExperimentError(.invalidDataset, "The dataset \(name) has more than \(Self.maximumRecords) records.")
        }
        guard !record.id.isEmpty, record.id.utf8.count <= 200 else {
            throw ExperimentError(.invalidDataset, "A record of \(name) has an id that is empty or too long.")
        }
        guard places[record.id] == nil else {
            throw ExperimentError(
                .invalidDataset,
                "Two records of \(name) have the id \(record.id): give ids of their own to equal records."
            )
        }
        places[record.id] = records.count
        records.append(record)
    }
}
