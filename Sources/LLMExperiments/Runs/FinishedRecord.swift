// SPDX-License-Identifier: Apache-2.0

import JSON

/// A record's result, and what the platform knows of it.
struct FinishedRecord: Sendable, Hashable {
    let result: RecordResult
    let mirroring: Mirroring

    /// What the platform knows of a result.
    enum Mirroring: String {
        /// Nothing: the run was not mirrored when the record ran, or the record's span did not arrive.
        case absent
        /// Its span; what the evaluators say was not taken.
        case span
        /// All of it.
        case complete
    }

    init(_ result: RecordResult, _ mirroring: Mirroring) {
        self.result = result
        self.mirroring = mirroring
    }
}

extension FinishedRecord {
    private static let key = "mirroring"

    var json: JSONValue {
        var json = result.json.objectValue ?? [:]
        if mirroring != .absent { json[Self.key] = .string(mirroring.rawValue) }
        return .object(json)
    }

    init(json: JSONValue) throws(ExperimentError) {
        result = try RecordResult(json: json)
        mirroring = json[Self.key]?.stringValue.flatMap { Mirroring(rawValue: $0) } ?? .absent
    }
}
