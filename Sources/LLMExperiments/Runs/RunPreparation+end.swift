// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import LLMObservability

/// The end of a run: what Datadog is still sent.
extension RunPreparation {
    private static let deliveryTime = Duration.seconds(20)
    /// Who cancels a run does not want to wait for all that.
    private static let farewellTime = Duration.seconds(3)

    /// Sends the spans of records that still wait; comes back at once if the run is cancelled.
    func deliverSpans() async {
        guard mirror != nil, let client, ledger.awaitsSpans else { return }
        await client.flush(timeout: Self.deliveryTime)
    }

    /// Tells the platform how the run went, and gives the outcome with what the platform lacks.
    func end(
        _ outcome: Result<ExperimentRun, ExperimentError>,
        of experiment: Experiment
    ) async throws(ExperimentError) -> ExperimentRun {
        let isTold = await report(outcome, of: experiment)
        // Requests of a cancelled task do not go out.
        if Task.isCancelled, !isTold { await Task { await bidFarewell() }.value }
        ledger.release()
        var run = try outcome.get()
        run.mirrorFailures = mirror.map { $0.failures + ledger.untold } ?? 0
        run.lostSpans = mirror == nil ? 0 : ledger.missing
        run.endedAt = UnixTime.milliseconds
        return run
    }

    /// Says whether the platform knows that the run is over.
    private func report(
        _ outcome: Result<ExperimentRun, ExperimentError>,
        of experiment: Experiment
    ) async -> Bool {
        guard let mirror, !Task.isCancelled else { return mirror == nil }
        switch outcome {
        case .failure(let error): return await mirror.end(run(of: experiment.dataset), cutShortBy: error)
        case .success(let run):
            await mirror.post(run, order: experiment.summaryEvaluators.map(\.name))
            return await mirror.end(run, cutShortBy: nil)
        }
    }

    /// Sends what can be sent within a few seconds, and says that the run was cancelled.
    private func bidFarewell() async {
        async let spans: Void? = client?.flush(timeout: Self.farewellTime)
        let status = Task { [mirror] in await mirror?.interrupt() ?? () }
        await status.wait(atMost: Self.farewellTime)
        status.cancel()
        _ = await spans
    }
}
