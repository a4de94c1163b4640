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
    private let failedInARow = Atomic<Int>(0)

    /// Requests about the run as a whole that the platform did not take.
    var failures: Int { failed.load(ordering: .relaxed) }
    /// Records in a row whose judgements it did not take.
    var failuresInARow: Int { failedInARow.load(ordering: .relaxed) }

    /// Makes the experiment on the platform, or goes on with the one that is known.
    init(
        experiment: Experiment,
        platform: ExperimentPlatform,
        _ history: RunHistory,
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
        if let known = history.experiment {
            self.experiment = known
        } else {
            self.experiment = try await platform.create(experiment, of: dataset, tags: tags)
        }
        tags["experiment_name"] = self.experiment.name
        tags["experiment_id"] = self.experiment.id
        tags["run_id"] = history.header.runID
        tags["run_iteration"] = "1"
        self.tags = tags
    }

    /// Says that the run is on.
    ///
    /// - Parameter isKnown: whether an earlier run has made the experiment; it is an error if it is gone.
    func start(isKnown: Bool) async throws(ExperimentError) {
        do throws(ExperimentError) {
            try await platform.set("running", of: experiment)
        } catch {
            guard isKnown, error.code == .notFound else { return failed(error) }
            throw ExperimentError(
                .experimentGone,
                "The platform has no experiment \(experiment.name) any more, which this run would go on with: begin anew, "
                    + "with another state file, or do without the platform."
            )
        }
    }

    /// What these evaluators say of a record. Says whether the platform took it.
    func post(_ result: RecordResult, by evaluators: [String]) async -> Bool {
        let metrics = evaluators.compactMap { name in
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
        do throws(ExperimentError) {
            try await platform.post(metrics, of: experiment, tags: tags)
            failedInARow.store(0, ordering: .relaxed)
            return true
        } catch {
            failedInARow.add(1, ordering: .relaxed)
            log(error)
            return false
        }
    }

    /// What is said of the whole run.
    func post(_ run: ExperimentRun, order: [String]) async {
        let timestamp = run.results.map(\.startedAt).max() ?? run.startedAt
        let metrics = order.compactMap { name in
            run.summaryEvaluations[name].map {
                ExperimentMetric(label: name, evaluation: $0, span: nil, isSummary: true, timestamp: timestamp)
            }
        }
        guard !metrics.isEmpty else { return }
        await attempt { () throws(ExperimentError) in try await platform.post(metrics, of: experiment, tags: tags) }
    }

    /// Says how the run ended. Says whether the platform took that.
    func end(_ run: ExperimentRun, cutShortBy error: ExperimentError?) async -> Bool {
        await attempt { () throws(ExperimentError) in
            let summary = run.errorSummary(first: error)
            try await platform.set(summary == nil ? "completed" : "failed", error: summary, of: experiment)
        }
    }

    /// Says that the run was cancelled.
    func interrupt() async {
        await attempt { () throws(ExperimentError) in try await platform.set("interrupted", of: experiment) }
    }

    @discardableResult
    private func attempt(_ body: nonisolated(nonsending) () async throws(ExperimentError) -> Void) async -> Bool {
        do throws(ExperimentError) {
            try await body()
            return true
        } catch {
            failed(error)
            return false
        }
    }

    private func failed(_ error: ExperimentError) {
        failed.add(1, ordering: .relaxed)
        log(error)
    }

    private func log(_ error: ExperimentError) {
        // Who cancelled it knows, and the next run tells it again.
        guard error.code != .cancelled else { return }
        logger.warning("a part of the experiment is not on the platform", metadata: ["error": "\(error.message)"])
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
