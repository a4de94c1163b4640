// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import Foundation
import HTTPTypes
import JSON
import Logging
import TestSupport
import Testing
import Tracing

@testable import LLMObservability

/// Events as Datadog's own checking agent gets them, by themselves and inside the tracer's spans.
@Suite(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint))) struct TestAgentTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func eventsAndEvaluationsArrive() async throws {
        try await withDatadogTestAgent { agent in
            let transport = CurlTransport(logger: quiet)
            for mode in [LLMObsExportMode.automatic, .apmSpans] {
                let requests = try await record(mode, agent, transport)
                let events = requests.filter { $0.url.hasSuffix("/api/v2/llmobs") }.flatMap { $0.events }
                let workflow = try #require(events.first { $0["name"] == "w" })
                let call = try #require(events.first { $0["name"] == "call" })
                #expect(events.count == 2, "\(mode.rawValue)")
                #expect(workflow["parent_id"] == "undefined" && call["parent_id"] == workflow["span_id"])
                #expect(call["trace_id"] == workflow["trace_id"])
                #expect(call["meta"]?["input"]?["messages"]?[0]?["content"] == "é票")
                #expect(call["meta"]?["model_name"] == "m" && call["metrics"]?["input_tokens"]?.intValue == 5)
                #expect(call["status"] == "error" && workflow["status"] == "ok")
                let metric = requests.first { $0.url.hasSuffix("/eval-metric") }?.json["data"]?["attributes"]?[
                    "metrics"
                ]
                #expect(metric?[0]?["label"] == "quality")
                #expect(metric?[0]?["join_on"]?["span"]?["span_id"] == call["span_id"])
            }
            await transport.shutdown()
        }
    }

    private struct Request {
        let url: String
        let json: JSONValue

        var events: [JSONValue] { (json.arrayValue ?? []).flatMap { $0["spans"]?.arrayValue ?? [] } }
    }

    private func record(
        _ mode: LLMObsExportMode,
        _ agent: DatadogTestAgent,
        _ transport: CurlTransport
    ) async throws -> [Request] {
        _ = try await get("\(agent.url)/test/session/start?test_session_token=\(mode.rawValue)", transport)
        var tracing = DatadogTracingConfiguration(service: "votes")
        tracing.destination = .agent(.http(url: agent.url))
        let (tracer, writer) = DatadogTracing.make(configuration: tracing, transport: transport, logger: quiet)
        var configuration = LLMObsConfiguration(mlApp: "votes", capturesContent: true)
        configuration.exportMode = mode
        let client = LLMObsClient(configuration: configuration, tracer: tracer, transport: transport, logger: quiet)
        try LLMObs.withClient(client) {
            let exported = LLMObs.workflow("w") { _ in
                LLMObs.llm("call", model: "m") { span in
                    span.annotate(input: [.user("é票")])
                    span.annotate(usage: .init(input: 5))
                    defer { span.apmSpan.attributes["error"] = true }
                    return span.exported
                }
            }
            let target = try #require(exported)
            try LLMObs.submit(LLMObs.Evaluation("quality", .score(0.5), of: .span(target)))
        }
        await writer.flush()
        await client.flush()
        #expect(client.statistics.snapshot.failedRequests == 0)
        let body = try await get("\(agent.url)/test/session/requests?test_session_token=\(mode.rawValue)", transport)
        return try (JSONValue(parsing: body).arrayValue ?? []).compactMap { request in
            let data = Data(base64Encoded: request["body"]?.stringValue ?? "") ?? Data()
            guard let json = try? JSONValue(parsing: Array(data)) else { return nil }
            return Request(url: request["url"]?.stringValue ?? "", json: json)
        }
    }

    private func get(_ url: String, _ transport: CurlTransport) async throws -> [UInt8] {
        let response = try await transport.send(HTTPTransportRequest(url: url))
        guard response.status.code == 200 else { throw TestSupportError("\(url): \(response.status.code)") }
        return response.body
    }
}
