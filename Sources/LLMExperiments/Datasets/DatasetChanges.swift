// SPDX-License-Identifier: Apache-2.0

import JSON

/// What was changed in a dataset since the platform was told.
struct DatasetChanges: Sendable, Hashable {
    var inserted: [DatasetRecord] = []
    private(set) var updated: [String: Update] = [:]
    private(set) var removed: [String] = []

    /// The fields of a record that changed.
    struct Update: Sendable, Hashable {
        var input: JSONValue?
        var expectedOutput: JSONValue?
        var metadata: JSONObject?

        init(_ input: JSONValue?, _ expectedOutput: JSONValue?, _ metadata: JSONObject?) {
            self.input = input
            self.expectedOutput = expectedOutput
            self.metadata = metadata
        }
    }

    init() {}

    /// What makes the second dataset out of the first.
    init(from known: [DatasetRecord], to records: [DatasetRecord]) {
        let before = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let after = Set(records.map(\.id))
        inserted = records.filter { before[$0.id] == nil }
        removed = known.map(\.id).filter { !after.contains($0) }
        for record in records {
            guard let old = before[record.id], !old.hasSameContent(as: record) else { continue }
            updated[record.id] = Update(record.input, record.expectedOutput, record.metadata)
        }
    }

    var isEmpty: Bool { inserted.isEmpty && updated.isEmpty && removed.isEmpty }

    /// - Parameter record: as it is after the change.
    mutating func update(_ record: DatasetRecord, _ update: Update) {
        if let index = inserted.firstIndex(where: { $0.id == record.id }) {
            inserted[index] = record
            return
        }
        var all = updated[record.id] ?? update
        all.input = update.input ?? all.input
        all.expectedOutput = update.expectedOutput ?? all.expectedOutput
        all.metadata = update.metadata ?? all.metadata
        updated[record.id] = all
    }

    mutating func remove(_ id: String) {
        updated[id] = nil
        if let index = inserted.firstIndex(where: { $0.id == id }) {
            inserted.remove(at: index)
        } else {
            removed.append(id)
        }
    }
}

extension DatasetRecord {
    /// Tags cannot be changed, and 1 is 1.0.
    fileprivate func hasSameContent(as other: DatasetRecord) -> Bool {
        let contents = [self, other].map { record in
            Fingerprint.of([record.input, record.expectedOutput ?? .null, .object(record.metadata ?? [:])])
        }
        return contents[0] == contents[1]
    }
}
