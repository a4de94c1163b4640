// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation
import Logging

/// One load against one agent.
struct ExportRun {
    /// Nanoseconds that ending the last span of a trace took, by which the trace goes to the writer.
    var median = 0.0
    var percentile99 = 0.0
    /// Nanoseconds that ending any span took at most.
    var longest = 0.0
    /// MiB that the process grew by after the warm-up, at its largest.
    var memoryGrowth = 0.0
    var cpuMicrosecondsPerSpan = 0.0
    /// After the writer has stopped.
    var statistics = TracingStatistics().snapshot
    var made = 0
    /// What the agent says that it took.
    var taken = 0

    /// - Parameter agent: nil for an exporter that forgets its traces.
    static func measure(agent: AgentProcess?, load: SpanLoad.Plan) async -> ExportRun {
        let (tracer, writer) = tracing(to: agent)
        _ = agent?.takeCount()
        let running = Task { try? await writer.run() }
        var run = ExportRun()
        ProcessMemory.trim()
        let cpu = clock()
        let outcome = await SpanLoad(tracer: tracer, plan: load).run()
        run.note(outcome, cpu: clock() - cpu)
        running.cancel()
        await running.value
        run.statistics = tracer.statistics.snapshot
        run.taken = agent?.takeCount() ?? 0
        return run
    }

    private static func tracing(to agent: AgentProcess?) -> (DatadogTracer, TraceWriter) {
        var configuration = DatadogTracingConfiguration(service: "benchmark", env: "test", version: "1")
        configuration.limits.shutdownTimeout = .seconds(2)
        guard let agent else {
            return DatadogTracing.make(configuration: configuration, exporter: ForgettingExporter())
        }
        configuration.destination = .agent(.http(url: agent.url))
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        return DatadogTracing.make(configuration: configuration, logger: logger)
    }

    private mutating func note(_ outcome: SpanLoad.Outcome, cpu: clock_t) {
        made = outcome.made
        cpuMicrosecondsPerSpan = Double(cpu) / Double(made)
        memoryGrowth = max(0, outcome.memoryPeak - outcome.memoryWarm)
        let last = outcome.last.sorted()
        median = Double(last[last.count / 2])
        percentile99 = Double(last[last.count * 99 / 100])
        longest = Double(max(outcome.inner.max() ?? 0, last.last ?? 0))
    }
}
