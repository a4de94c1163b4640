// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// What stands when a run's first record starts.
struct RunPreparation: Sendable {
    /// Places of the records in the dataset.
    let places: [Int]
    let ledger: RunLedger
    let mirror: RunMirror?
    /// Sends the records' spans.
    let client: LLMObsClient?

    /// What the spans of the run's records are part of.
    func membership(of experiment: Experiment) -> ExperimentMembership {
        var tags = [
            "experiment_name": mirror?.experiment.name ?? experiment.name, "dataset_name": experiment.dataset.name,
            "run_id": ledger.history.header.runID, "run_iteration": "1",
        ]
        if let mirror {
            tags["experiment_id"] = mirror.experiment.id
            tags["dataset_id"] = mirror.dataset.id
            tags["project_id"] = mirror.dataset.project.id
            tags["project_name"] = mirror.dataset.project.name
        }
        return ExperimentMembership(tags: tags, isMirrored: mirror != nil) { [ledger] in ledger.spanArrived($0) }
    }

    /// What is left to do, in the order of the dataset; of what only waits to be told the ledger knows.
    func pending(in dataset: Dataset) -> [PendingRecord] {
        let known = ledger.history.records
        return places.compactMap { place in
            let id = dataset.records[place].id
            guard let record = known[id], record.result.error == nil else { return .run(place) }
            if record.waits(for: ledger.evaluators) || (mirror != nil && !record.hasArrived) {
                return .goOn(record, place)
            }
            ledger.judged(id)
            return nil
        }
    }

    /// What there is of the run.
    func run(of dataset: Dataset) -> ExperimentRun {
        let history = ledger.history
        return ExperimentRun(
            id: history.header.runID,
            reference: history.header.reference,
            startedAt: history.header.startedAt,
            endedAt: UnixTime.milliseconds,
            results: places.compactMap { history.records[dataset.records[$0].id]?.result },
            platformExperimentID: history.experiment?.id
        )
    }
}
