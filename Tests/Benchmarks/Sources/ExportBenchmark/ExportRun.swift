// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation
import Logging

/// One load against one agent.
struct ExportRun {
    var innerMedian = 0.0
    var inner99 = 0.0
    var lastMedian = 0.0
    var last99 = 0.0
    var memoryBefore = 0.0
    var memoryPeak = 0.0
    var memoryAfter = 0.0
    var cpuMicrosecondsPerSpan = 0.0
    /// After the writer has stopped.
    var statistics = TracingStatistics().snapshot
    var made = 0

    /// - Parameter url: nil for a tracer that throws its traces away.
    static func measure(url: String?, spansPerSecond: Int, seconds: Int) async -> ExportRun {
        var configuration = DatadogTracingConfiguration(service: "benchmark", env: "test", version: "1")
        configuration.destination = .agent(.http(url: url ?? "http://127.0.0.1:1"))
        configuration.isEnabled = url != nil
        configuration.limits.shutdownTimeout = .seconds(1)
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, logger: logger)
        let running = Task { try? await writer.run() }
        var run = ExportRun()
        ProcessMemory.trim()
        ProcessMemory.resetPeak()
        run.memoryBefore = ProcessMemory.resident
        let cpu = clock()
        let times = await SpanLoad(tracer: tracer, spansPerSecond: spansPerSecond, seconds: seconds).run()
        run.made = times.inner.count + times.last.count
        run.cpuMicrosecondsPerSpan = Double(clock() - cpu) / Double(run.made)
        run.memoryPeak = ProcessMemory.peak
        running.cancel()
        await running.value
        run.statistics = tracer.statistics.snapshot
        let (inner, last) = (times.inner.sorted(), times.last.sorted())
        run.innerMedian = Double(inner[inner.count / 2])
        run.inner99 = Double(inner[inner.count * 99 / 100])
        run.lastMedian = Double(last[last.count / 2])
        run.last99 = Double(last[last.count * 99 / 100])
        ProcessMemory.trim()
        run.memoryAfter = ProcessMemory.resident
        return run
    }
}
