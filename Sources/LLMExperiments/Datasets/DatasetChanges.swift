// SPDX-License-Identifier: Apache-2.0

import JSON

/// What was changed in a dataset since the platform was told.
struct DatasetChanges: Sendable, Hashable {
    /// Ids of records that the platform does not have.
    private(set) var inserted: Set<String> = []
    private(set) var updated: [String: Update] = [:]
    private(set) var removed: Set<String> = []

    /// The fields of a record that changed; null or an empty object for what was taken out.
    struct Update: Sendable, Hashable {
        var input: JSONValue?
        var expectedOutput: JSONValue?
        var metadata: JSONObject?

        init(_ input: JSONValue?, _ expectedOutput: JSONValue?, _ metadata: JSONObject?) {
            self.input = input
            self.expectedOutput = expectedOutput
            self.metadata = metadata
        }

        /// What makes the second record out of the first.
        init(from old: DatasetRecord, to record: DatasetRecord) {
            input = record.input
            expectedOutput = record.expectedOutput
            if expectedOutput == nil, old.expectedOutput != nil { expectedOutput = .some(.null) }
            metadata = record.metadata ?? (old.metadata == nil ? nil : [:])
        }
    }

    init() {}

    /// All of a dataset that the platform does not know.
    init(inserting records: [DatasetRecord]) {
        inserted = Set(records.map(\.id))
    }

    /// What makes the second dataset out of the first.
    ///
    /// - Parameter removesOthers: whether records that only the first has are taken out.
    init(from known: [DatasetRecord], to records: [DatasetRecord], removesOthers: Bool) {
        let before = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let after = Set(records.map(\.id))
        inserted = after.subtracting(before.keys)
        if removesOthers { removed = Set(before.keys).subtracting(after) }
        for record in records {
            guard let old = before[record.id], !old.hasSameContent(as: record) else { continue }
            updated[record.id] = Update(from: old, to: record)
        }
    }

    var isEmpty: Bool { inserted.isEmpty && updated.isEmpty && removed.isEmpty }

    mutating func insert(_ record: DatasetRecord) {
        guard removed.remove(record.id) != nil else {
            inserted.insert(record.id)
            return
        }
        // The platform still has a record of this id.
        updated[record.id] = Update(record.input, record.expectedOutput ?? .null, record.metadata ?? [:])
    }

    mutating func update(_ id: String, _ update: Update) {
        // Inserted records are told as they are when they are pushed.
        guard !inserted.contains(id) else { return }
        var all = updated[id] ?? update
        all.input = update.input ?? all.input
        all.expectedOutput = update.expectedOutput ?? all.expectedOutput
        all.metadata = update.metadata ?? all.metadata
        updated[id] = all
    }

    mutating func remove(_ id: String) {
        updated[id] = nil
        if inserted.remove(id) == nil { removed.insert(id) }
    }
}

extension DatasetRecord {
    /// Tags cannot be changed, 1 is 1.0, and the platform knows an erased output as an empty text.
    fileprivate func hasSameContent(as other: DatasetRecord) -> Bool {
        let contents = [self, other].map { record in
            let expected = record.expectedOutput == "" ? .null : record.expectedOutput ?? .null
            return Fingerprint.of([record.input, expected, .object(record.metadata ?? [:])])
        }
        return contents[0] == contents[1]
    }
}
