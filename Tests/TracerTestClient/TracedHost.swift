// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import LLMObservability
import Logging
import ServiceLifecycle

/// The traced process that a suite drives: the tracer, what stands behind it, and the spans opened so far.
struct TracedHost: Sendable {
    let configuration: DatadogTracingConfiguration
    let isDebugging: Bool
    let tracer: DatadogTracer
    /// Nil unless `DD_LLMOBS_ENABLED` switches LLM Observability on.
    let llmobs: LLMObsClient?
    let spans = SpanTable()
    private let writer: TraceWriter
    private let transport: CurlTransport

    init(environment: [String: String], logger: Logger) throws {
        isDebugging = ["true", "1"].contains(environment["DD_TRACE_DEBUG"]?.lowercased())
        configuration = DatadogTracingConfiguration(environment: environment)
        transport = CurlTransport(logger: logger)
        (tracer, writer) = DatadogTracing.make(configuration: configuration, transport: transport, logger: logger)
        // Suites look at contents, and know no variable of ours that lets them through.
        let contents = ["DD_LLMOBS_CAPTURE_CONTENT": "true"]
        let llmobs = LLMObsConfiguration(environment: contents.merging(environment) { $1 })
        self.llmobs =
            llmobs.isEnabled == true
            ? LLMObsClient(configuration: llmobs, tracer: tracer, transport: transport, logger: logger) : nil
    }

    /// What runs beside the server.
    var services: [any Service] {
        guard let llmobs else { return [writer] }
        return [writer, llmobs]
    }

    /// Sends all finished spans and forgets every span.
    func flush() async {
        await writer.flush()
        spans.removeAll()
    }

    /// Sends the statistics gathered so far.
    func flushStats() async {
        await writer.flushStats()
    }

    /// Lets the connections go, after the services have stopped.
    func shutdown() async {
        await transport.shutdown()
    }
}
