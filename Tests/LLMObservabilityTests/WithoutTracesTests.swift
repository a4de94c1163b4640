// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import DatadogTracingTestKit
import JSON
import Logging
import TestSupport
import Testing
import Tracing

@testable import LLMObservability

/// LLM Observability where nobody wants the tracer's traces: as in ddtrace, its events go all the same.
@Suite struct WithoutTracesTests {
    /// Everything as a process composes it, with one server for the agent and for Datadog.
    private func withProcess(
        _ environment: [String: String],
        _ body: (DatadogTracer, LLMObsClient, TraceWriter, LoopbackHTTPServer) async throws -> Void
    ) async throws {
        let info = #"{"endpoints":["/v0.4/traces","/evp_proxy/v2/"]}"#
        let server = try LoopbackHTTPServer { request in
            ScriptedHTTPResponse(text: request.path == "/info" ? info : "{}")
        }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let transport = CurlTransport(logger: logger)
        var tracing = ["DD_SERVICE": "s", "DD_TRACE_AGENT_URL": server.url]
        tracing.merge(environment) { $1 }
        let (tracer, writer) = DatadogTracing.make(
            configuration: DatadogTracingConfiguration(environment: tracing),
            transport: transport,
            logger: logger
        )
        let client = LLMObsClient(
            configuration: .test {
                $0.overrideOrigin = server.url
                $0.apiKey = environment["DD_API_KEY"]
                if environment["DD_API_KEY"] != nil { $0.exportMode = .agentless }
                if environment["DD_LLMOBS_APM_SPANS"] != nil { $0.exportMode = .apmSpans }
            },
            tracer: tracer,
            transport: transport,
            logger: logger
        )
        try await body(tracer, client, writer, server)
        await transport.shutdown()
        server.stop()
    }

    @Test(arguments: [
        ["DD_APM_TRACING_ENABLED": "false"], ["DD_TRACE_ENABLED": "false"],
        ["DD_APM_TRACING_ENABLED": "false", "DD_LLMOBS_APM_SPANS": "1"],
        ["DD_APM_TRACING_ENABLED": "false", "DD_API_KEY": "not-a-key"],
    ])
    func eventsGoAllTheSame(environment: [String: String]) async throws {
        try await withProcess(environment) { tracer, client, writer, server in
            let headers = LLMObs.withClient(client) {
                tracer.withSpan("request") { _ in
                    LLMObs.workflow("root") { _ in
                        tracer.withSpan("plain") { _ in
                            LLMObs.task("child") { _ in FeatureScenarios.injected(tracer) }
                        }
                    }
                }
            }
            await client.flush()
            await writer.flush()
            let sent = server.requests.filter { $0.path.hasSuffix("/api/v2/llmobs") }
            let events = try sent.flatMap { request in
                (try JSONValue(parsing: request.body).arrayValue ?? []).flatMap { $0["spans"]?.arrayValue ?? [] }
            }
            #expect(events.count == 2)
            let root = try #require(events.first { $0["name"] == "root" })
            let child = try #require(events.first { $0["name"] == "child" })
            #expect(child["parent_id"] == root["span_id"] && child["trace_id"] == root["trace_id"])
            let parent = "_dd.p.llmobs_parent_id=" + (child["span_id"]?.stringValue ?? "?")
            #expect(headers["x-datadog-tags"]?.contains(parent) == true)
            #expect(!server.requests.contains { $0.path.hasSuffix("/traces") })
            if environment["DD_API_KEY"] != nil { #expect(server.requests.allSatisfy { $0.path == "/api/v2/llmobs" }) }
        }
    }

    @Test func plainSpansOfASwitchedOffTracerAreNotKept() async throws {
        try await withProcess(["DD_TRACE_ENABLED": "false"]) { tracer, _, _, _ in
            tracer.withSpan("plain") { span in #expect(!span.isRecording) }
        }
    }
}
