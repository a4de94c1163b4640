// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Logging
import TestSupport
import Tracing

@testable import DatadogTracing

/// Runs `body` with a tracer whose agent is at this address; three tries, without waits worth speaking of.
func withTracer(
    to address: AgentAddress,
    limits: TracingLimits = TracingLimits(),
    _ body: (DatadogTracer, TraceWriter) async throws -> Void
) async throws {
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let transport = CurlTransport(logger: quiet)
    var configuration = DatadogTracingConfiguration(service: "s")
    configuration.limits = limits
    let agent = AgentClient(address: address, transport: transport, requestTimeout: limits.requestTimeout)
    let exporter = AgentExporter(
        agent: agent,
        configuration: configuration,
        sampler: nil,
        // However busy the machine is: the count of tries ends them.
        retry: RetryPolicy(
            delays: [.milliseconds(1), .milliseconds(1)],
            maximumRetryAfter: .milliseconds(1),
            budget: .seconds(86_400)
        ),
        logger: quiet
    )
    let (tracer, writer) = DatadogTracing.make(configuration: configuration, exporter: exporter, agent: agent)
    try await body(tracer, writer)
    await transport.shutdown()
}

/// The same with this server as the agent, which is stopped at the end.
func withTracer(
    to server: LoopbackHTTPServer,
    limits: TracingLimits = TracingLimits(),
    _ body: (DatadogTracer, TraceWriter) async throws -> Void
) async throws {
    defer { server.stop() }
    try await withTracer(to: .http(url: server.url), limits: limits, body)
}

extension DatadogTracer {
    /// Records so many traces of two spans.
    func record(traces count: Int = 1) {
        for _ in 0..<count {
            withSpan("root", context: .topLevel) { _ in withSpan("child") { _ in } }
        }
    }
}
