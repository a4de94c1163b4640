// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON
import LLMObservability
import Tracing

/// The span of a whole run, `experiment.run`, below which its records are.
struct RunSpan {
    let experiment: Experiment
    let total: Int

    /// Runs the body inside the span, which then says how it went.
    func during(
        _ body: nonisolated(nonsending) () async throws(ExperimentError) -> ExperimentRun
    ) async -> Result<ExperimentRun, ExperimentError> {
        let span = LLMObs.client.map { start($0.tracer) } ?? start(InstrumentationSystem.tracer)
        span.attributes["experiment.name"] = experiment.name
        span.attributes["experiment.dataset"] = experiment.dataset.name
        if let model = experiment.configuration["model"]?.stringValue { span.attributes["experiment.model"] = model }
        span.attributes["experiment.total_records"] = total
        let result = await ServiceContext.$current.withValue(span.context) {
            () async -> Result<ExperimentRun, ExperimentError> in
            do throws(ExperimentError) { return .success(try await body()) } catch { return .failure(error) }
        }
        end(span, result)
        return result
    }

    private func start(_ tracer: some Tracer) -> any Span { tracer.startSpan("experiment.run") }

    private func end(_ span: any Span, _ result: Result<ExperimentRun, ExperimentError>) {
        switch result {
        case .success(let run):
            span.attributes["experiment.status"] = run.hasErrors ? "failed" : "completed"
            span.attributes["experiment.success_rate"] = run.successRate ?? 0
            span.attributes["experiment.failed_records"] = run.failedRecords
        case .failure(let error):
            span.attributes["experiment.status"] = error.code == .cancelled ? "interrupted" : "failed"
            span.recordError(error)
            span.setStatus(SpanStatus(code: .error))
        }
        span.end()
    }
}
