// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import DatadogTracingTestKit
import JSON
import LLMObservability
import Logging
import TestSupport

/// LLM Observability as an importer of the package sets it up, with an intake that records what it is sent.
struct MacroBed {
    let server: LoopbackHTTPServer
    let client: LLMObsClient
    let transport: CurlTransport

    typealias Processor = @Sendable (LLMObs.ProcessedSpan) -> LLMObs.ProcessedSpan?

    private init(capturesContent: Bool, processor: Processor?) throws {
        server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 202, text: "{}") }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        transport = CurlTransport(logger: logger)
        var configuration = LLMObsConfiguration()
        configuration.mlApp = "macros"
        configuration.capturesContent = capturesContent
        configuration.processor = processor
        configuration.exportMode = .agentless
        configuration.apiKey = "not-a-key"
        configuration.overrideOrigin = server.url
        let tracer = TraceCapture().tracer
        client = LLMObsClient(configuration: configuration, tracer: tracer, transport: transport, logger: logger)
    }

    /// Runs `body` with LLM Observability on, and gives the span events that came of it.
    static func events(
        capturesContent: Bool = true,
        processor: Processor? = nil,
        _ body: () async throws -> Void
    ) async throws -> SpanEvents {
        let bed = try MacroBed(capturesContent: capturesContent, processor: processor)
        do {
            try await LLMObs.withClient(bed.client) { try await body() }
            await bed.client.flush()
        } catch {
            await bed.stop()
            throw error
        }
        await bed.stop()
        let bodies = try bed.server.requests.map { try JSONValue(parsing: $0.body) }
        let envelopes = bodies.flatMap { $0.arrayValue ?? [] }
        return SpanEvents(all: envelopes.flatMap { $0["spans"]?.arrayValue ?? [] })
    }

    private func stop() async {
        await transport.shutdown()
        server.stop()
    }
}
