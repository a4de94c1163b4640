// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON

extension ExperimentPlatform {
    private static let path = "/api/unstable/llm-obs/v1/experiments"

    /// Makes an experiment.
    func create(
        _ experiment: Experiment,
        of dataset: RemoteDataset,
        tags: [String: String]
    ) async throws(ExperimentError) -> PlatformExperiment {
        let project = try await project()
        let body: JSONValue = [
            "type": "experiments",
            "attributes": [
                "name": .string(experiment.name), "description": .string(experiment.description),
                "dataset_id": .string(dataset.id), "project_id": .string(project.id),
                "dataset_version": .integer(Int64(dataset.version)), "config": .object(experiment.configuration),
                "metadata": ["tags": tags.tagLines], "ensure_unique": true, "run_count": 1,
            ],
        ]
        let answer = try await send(.post, Self.path, body, "the experiment \(experiment.name)")
        return PlatformExperiment(
            id: try answer["data"].pathID("the experiment"),
            name: answer["data"]?["attributes"]?["name"]?.stringValue ?? experiment.name
        )
    }

    /// Says how an experiment is.
    func set(_ status: String, error: String? = nil, of experiment: PlatformExperiment) async throws(ExperimentError) {
        var attributes: JSONObject = ["status": .string(status)]
        attributes["error"] = error.map { .string($0) }
        let body: JSONValue = ["type": "experiments", "attributes": .object(attributes)]
        _ = try await send(.patch, "\(Self.path)/\(experiment.id)", body, "the state of an experiment")
    }

    /// Adds what evaluators said.
    func post(
        _ metrics: [ExperimentMetric],
        of experiment: PlatformExperiment,
        tags: [String: String]
    ) async throws(ExperimentError) {
        let body: JSONValue = [
            "type": "experiments",
            "attributes": [
                "scope": "experiments", "metrics": .array(metrics.map { $0.json(experimentID: experiment.id) }),
                "tags": tags.tagLines,
            ],
        ]
        _ = try await send(.post, "\(Self.path)/\(experiment.id)/events", body, "results of an experiment")
    }
}
