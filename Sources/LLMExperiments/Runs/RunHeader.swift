// SPDX-License-Identifier: Apache-2.0

import JSON

/// Which run a state file belongs to.
struct RunHeader: Sendable, Hashable {
    let runID: String
    let startedAt: Int64
    let reference: RunReference
    /// The experiment on the platform, once there is one.
    var platformExperiment: PlatformExperiment?
}

extension RunHeader {
    private static let kind = "llm-experiment-state"

    var json: JSONValue {
        var json: JSONObject = [
            "kind": .string(Self.kind), "version": 1, "run_id": .string(runID), "started_at_ms": .integer(startedAt),
            "reference": reference.json,
        ]
        json["platform_experiment_id"] = platformExperiment.map { .string($0.id) }
        json["platform_experiment_name"] = platformExperiment.map { .string($0.name) }
        return .object(json)
    }

    /// Nil if it is no header.
    init?(json: JSONValue) {
        guard json["kind"]?.stringValue == Self.kind, let runID = json["run_id"]?.stringValue,
            let startedAt = json["started_at_ms"]?.intValue, let reference = try? RunReference(json: json["reference"])
        else { return nil }
        self.runID = runID
        self.startedAt = Int64(startedAt)
        self.reference = reference
        platformExperiment = json["platform_experiment_id"]?.stringValue.map {
            PlatformExperiment(id: $0, name: json["platform_experiment_name"]?.stringValue ?? reference.experiment)
        }
    }

    /// An error if the first line of a file is no header.
    init(firstLine line: ArraySlice<UInt8>, path: String) throws(ExperimentError) {
        guard let json = try? JSONValue(parsing: Array(line)), let header = RunHeader(json: json) else {
            throw ExperimentError(.stateMismatch, "\(path) is no state of an experiment's run: give another file.")
        }
        self = header
    }
}
