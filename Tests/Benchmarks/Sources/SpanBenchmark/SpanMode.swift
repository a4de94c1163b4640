// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Logging

/// One way to make spans, with a tracer of its own.
struct SpanMode {
    let name: String
    let tracer: DatadogTracer
    let writer: TraceWriter
    let trace: (DatadogTracer) async -> Void

    /// Traces that are queued before they are encoded.
    private static let batch = 500

    /// A tracer whose spans go to an agent that takes everything.
    init(
        _ name: String,
        rate: Double = 1,
        change: (inout DatadogTracingConfiguration) -> Void = { _ in },
        trace: @escaping (DatadogTracer) async -> Void
    ) async {
        self.name = name
        self.trace = trace
        var configuration = DatadogTracingConfiguration(service: "bench", env: "test", version: "1")
        configuration.limits.maximumQueueBytes = 1 << 30
        configuration.limits.eagerFlushBytes = 1 << 30
        change(&configuration)
        let (tracer, writer) = DatadogTracing.make(
            configuration: configuration,
            transport: SilentTransport(rate: rate),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
        self.tracer = tracer
        self.writer = writer
        _ = await tracer.agent?.refreshInfo()
    }

    func run(traces: Int) async {
        var rest = traces
        while rest > 0 {
            let count = min(rest, Self.batch)
            for _ in 0..<count { await trace(tracer) }
            await writer.flush()
            rest -= count
        }
    }
}
