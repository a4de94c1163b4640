// SPDX-License-Identifier: Apache-2.0

import JSON

extension RunReference {
    var json: JSONValue {
        [
            "experiment": .string(experiment), "dataset": .string(dataset), "fingerprint": .string(fingerprint),
            "configuration": .object(configuration), "version": .string(version),
            "records": .array(recordIDs.map { .string($0) }),
        ]
    }

    init(json: JSONValue?) throws(ExperimentError) {
        guard let experiment = json?["experiment"]?.stringValue, let dataset = json?["dataset"]?.stringValue,
            let fingerprint = json?["fingerprint"]?.stringValue, let records = json?["records"]?.arrayValue
        else { throw ExperimentError(.invalidRun, "The results do not say of which experiment and dataset they are.") }
        self.experiment = experiment
        self.dataset = dataset
        self.fingerprint = fingerprint
        configuration = json?["configuration"]?.objectValue ?? [:]
        version = json?["version"]?.stringValue ?? ""
        recordIDs = records.compactMap(\.stringValue)
    }
}
