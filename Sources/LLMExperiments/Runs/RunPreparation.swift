// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// What stands when a run's first record starts.
struct RunPreparation: Sendable {
    let header: RunHeader
    /// Places of the records in the dataset.
    let places: [Int]
    let state: RunState?
    let mirror: RunMirror?
    /// Which spans of records have not arrived.
    let deliveries = SpanDeliveries()

    /// What the spans of the run's records are part of.
    func membership(of experiment: Experiment) -> ExperimentMembership {
        var tags = [
            "experiment_name": mirror?.experiment.name ?? experiment.name, "dataset_name": experiment.dataset.name,
            "run_id": header.runID, "run_iteration": "1",
        ]
        if let mirror {
            tags["experiment_id"] = mirror.experiment.id
            tags["dataset_id"] = mirror.dataset.id
            tags["project_id"] = mirror.dataset.project.id
            tags["project_name"] = mirror.dataset.project.name
        }
        return ExperimentMembership(tags: tags, isMirrored: mirror != nil, deliveries: deliveries)
    }
}
