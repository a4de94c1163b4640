// SPDX-License-Identifier: Apache-2.0

import JSON

/// Which run a journal is of: its first line.
struct RunHeader: Sendable, Hashable {
    let runID: String
    let startedAt: Int64
    let reference: RunReference
}

extension RunHeader {
    private static let kind = "llm-experiment-state"
    private static let version = 2

    var json: JSONValue {
        [
            "event": "began", "kind": .string(Self.kind), "version": .integer(Int64(Self.version)),
            "run_id": .string(runID), "started_at_ms": .integer(startedAt), "reference": reference.json,
        ]
    }

    /// An error if the first line of a file is no header that can be gone on with.
    init(firstLine line: [UInt8], path: String) throws(ExperimentError) {
        let json = try? JSONValue(parsing: line, limits: .journal)
        guard let json, json["kind"]?.stringValue == Self.kind else {
            throw ExperimentError(.stateMismatch, "\(path) is no state of an experiment's run: give another file.")
        }
        guard json["version"]?.intValue == Self.version else {
            throw ExperimentError(
                .stateMismatch,
                "\(path) was written by another version of this program: give another file, or remove it to start anew."
            )
        }
        guard let runID = json["run_id"]?.stringValue, let startedAt = json["started_at_ms"]?.intValue,
            let reference = try? RunReference(json: json["reference"])
        else { throw ExperimentError(.stateMismatch, "\(path) does not say which run it is of: give another file.") }
        self.init(runID: runID, startedAt: Int64(startedAt), reference: reference)
    }
}

extension JSONLimits {
    /// Lines hold what tasks made of records, a few levels deeper.
    static let journal = JSONLimits(maximumBytes: DatasetFile.maximumBytes, maximumDepth: .max, maximumValues: .max)
}
