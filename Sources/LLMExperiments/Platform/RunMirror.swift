// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON
import LLMObservability
import Logging
import Synchronization

/// Tells the platform about a run as it goes.
///
/// What the platform does not take costs the run nothing: it is logged and counted.
final class RunMirror: Sendable {
    let experiment: PlatformExperiment
    let dataset: RemoteDataset
    private let platform: ExperimentPlatform
    private let logger: Logger
    private let tags: [String: String]
    private let failed = Atomic<Int>(0)

    /// Requests that the platform did not take.
    var failures: Int { failed.load(ordering: .relaxed) }

    /// Makes the experiment on the platform, or goes on with that of the header.
    init(
        experiment: Experiment,
        platform: ExperimentPlatform,
        header: RunHeader,
        logger: Logger
    ) async throws(ExperimentError) {
        guard let dataset = experiment.dataset.remote else {
            throw ExperimentError(
                .invalidDataset,
                "The dataset \(experiment.dataset.name) is not on the platform: create it there, or pull it from there."
            )
        }
        self.dataset = dataset
        self.platform = platform
        self.logger = logger
        var tags = experiment.tags
        tags["ddtrace.version"] = TracerVersion.tracer
        tags["project_name"] = dataset.project.name
        tags["project_id"] = dataset.project.id
        tags["dataset_name"] = experiment.dataset.name
        tags["experiment_name"] = experiment.name
        if let known = header.platformExperiment {
            self.experiment = known
        } else {
            self.experiment = try await platform.create(experiment, of: dataset, tags: tags)
        }
        tags["experiment_name"] = self.experiment.name
        tags["experiment_id"] = self.experiment.id
        tags["run_id"] = header.runID
        tags["run_iteration"] = "1"
        self.tags = tags
    }

    /// Says that the run is on.
    func start() async {
        await attempt { () throws(ExperimentError) in try await platform.set("running", of: experiment) }
    }

    /// What the evaluators say of a record. Says whether the platform took it.
    ///
    /// - Parameter order: the evaluators' names.
    func post(_ result: RecordResult, order: [String]) async -> Bool {
        await post(
            order.compactMap { name in
                result.evaluations[name].map {
                    ExperimentMetric(
                        label: name,
                        evaluation: $0,
                        span: result.span,
                        isSummary: false,
                        timestamp: result.startedAt
                    )
                }
            }
        )
    }

    /// What is said of the whole run.
    func post(_ run: ExperimentRun, order: [String]) async {
        let timestamp = run.results.map(\.startedAt).max() ?? run.startedAt
        await post(
            order.compactMap { name in
                run.summaryEvaluations[name].map {
                    ExperimentMetric(label: name, evaluation: $0, span: nil, isSummary: true, timestamp: timestamp)
                }
            }
        )
    }

    /// Says how the run ended.
    func end(_ run: ExperimentRun, cutShortBy error: ExperimentError?) async {
        guard error?.code != .cancelled else { return await interrupt() }
        await attempt { () throws(ExperimentError) in
            let summary = run.errorSummary(first: error)
            try await platform.set(summary == nil ? "completed" : "failed", error: summary, of: experiment)
        }
    }

    /// Says that the run was cancelled, in a task of its own, since requests of a cancelled one do not go out.
    private func interrupt() async {
        await Task {
            _ = await attempt { () throws(ExperimentError) in try await platform.set("interrupted", of: experiment) }
        }.value
    }

    @discardableResult
    private func post(_ metrics: [ExperimentMetric]) async -> Bool {
        guard !metrics.isEmpty else { return true }
        return await attempt { () throws(ExperimentError) in
            try await platform.post(metrics, of: experiment, tags: tags)
        }
    }

    @discardableResult
    private func attempt(_ body: nonisolated(nonsending) () async throws(ExperimentError) -> Void) async -> Bool {
        do throws(ExperimentError) {
            try await body()
            return true
        } catch {
            // Who cancelled it knows, and the next run tells it again.
            guard error.code != .cancelled else { return false }
            failed.add(1, ordering: .relaxed)
            logger.warning("a part of the experiment is not on the platform", metadata: ["error": "\(error.message)"])
            return false
        }
    }
}

extension ExperimentRun {
    private static let maximumErrorText = 4_000

    /// Each error once; nil without any.
    fileprivate func errorSummary(first: ExperimentError?) -> String? {
        var seen: Set<String> = []
        var texts = first.map { [$0.description] } ?? []
        for result in results {
            if let error = result.error { texts.append("\(error.type): \(error.message)") }
            for (name, evaluation) in result.evaluations.sorted(by: { $0.key < $1.key }) {
                if let error = evaluation.error { texts.append("\(name) (\(error.type)): \(error.message)") }
            }
        }
        let unique = texts.filter { seen.insert($0).inserted }
        return unique.isEmpty ? nil : String(unique.joined(separator: "; ").prefix(Self.maximumErrorText))
    }
}
