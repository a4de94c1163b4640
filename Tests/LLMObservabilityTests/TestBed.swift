// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import DatadogTracingTestKit
import JSON
import Logging
import TestSupport
import Tracing

@testable import LLMObservability

/// LLM Observability with a tracer whose spans stay in memory, and a server that records what it is sent.
final class TestBed: Sendable {
    let server: LoopbackHTTPServer
    let capture: TraceCapture
    let transport: CurlTransport
    let client: LLMObsClient

    /// - Parameters:
    ///   - info: what the agent says about itself.
    ///   - answer: the answer to a request, counted from 1, other than to `/info`.
    init(
        tracing: [String: String] = [:],
        info: String? = #"{"endpoints":["/v0.4/traces","/evp_proxy/v2/"]}"#,
        answer: @escaping @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse = { _ in
            ScriptedHTTPResponse(status: 202, text: "{}")
        },
        configuration: LLMObsConfiguration = .test(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) throws {
        server = try LoopbackHTTPServer { request in
            guard request.path == "/info" else { return answer(request) }
            return info.map { ScriptedHTTPResponse(text: $0) } ?? ScriptedHTTPResponse(status: 404, text: "")
        }
        var environment = ["DD_SERVICE": "vote-worker", "DD_ENV": "test", "DD_VERSION": "1.2.3"]
        environment.merge(tracing) { $1 }
        capture = TraceCapture(configuration: DatadogTracingConfiguration(environment: environment))
        transport = CurlTransport(logger: logger)
        var configuration = configuration
        configuration.overrideOrigin = server.url
        client = LLMObsClient(
            configuration: configuration,
            tracer: capture.tracer,
            intake: LLMObsIntake(
                configuration: configuration,
                agent: AgentClient(address: .http(url: server.url), transport: transport),
                transport: transport,
                retryDelay: { _ in .zero }
            ),
            logger: logger
        )
    }

    /// Runs a scenario with everything in place, and sends what came of it.
    func run<Value>(_ body: (TestBed) async throws -> Value) async rethrows -> Value {
        let value = try await LLMObs.withClient(client) { try await body(self) }
        // Longer than by default, for machines that do much else.
        await client.flush(timeout: .seconds(60))
        return value
    }

    /// The same without waiting or sending.
    func runSync<Value>(_ body: (TestBed) throws -> Value) rethrows -> Value {
        try LLMObs.withClient(client) { try body(self) }
    }

    func stop() async {
        await transport.shutdown()
        server.stop()
    }

    /// Requests other than for information about the agent.
    var requests: [RecordedHTTPRequest] { server.requests.filter { $0.path != "/info" } }

    /// The span events that arrived, in their envelopes.
    func spanEnvelopes() throws -> [JSONValue] {
        try bodies("/api/v2/llmobs").flatMap { $0.arrayValue ?? [] }
    }

    /// The span events that arrived.
    func spanEvents() throws -> [JSONValue] {
        try spanEnvelopes().flatMap { $0["spans"]?.arrayValue ?? [] }
    }

    func spanEvent(named name: String) throws -> JSONValue? {
        try spanEvents().first { $0["name"]?.stringValue == name }
    }

    /// The evaluations and feedback that arrived.
    func evaluations() throws -> [JSONValue] {
        try bodies("/eval-metric").flatMap { $0["data"]?["attributes"]?["metrics"]?.arrayValue ?? [] }
    }

    private func bodies(_ path: String) throws -> [JSONValue] {
        try requests.filter { $0.path.hasSuffix(path) }.map { try JSONValue(parsing: $0.body) }
    }
}

/// Runs a scenario on a bed of its own.
func withTestBed<Value>(
    tracing: [String: String] = [:],
    info: String? = #"{"endpoints":["/v0.4/traces","/evp_proxy/v2/"]}"#,
    answer: @escaping @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse = { _ in
        ScriptedHTTPResponse(status: 202, text: "{}")
    },
    configuration: LLMObsConfiguration = .test(),
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    _ body: (TestBed) async throws -> Value
) async throws -> Value {
    let bed = try TestBed(tracing: tracing, info: info, answer: answer, configuration: configuration, logger: logger)
    do {
        let value = try await body(bed)
        await bed.stop()
        return value
    } catch {
        await bed.stop()
        throw error
    }
}

extension LLMObsConfiguration {
    /// As the recordings were made, with changes.
    static func test(_ change: (inout LLMObsConfiguration) -> Void = { _ in }) -> LLMObsConfiguration {
        var configuration = LLMObsConfiguration(mlApp: "vote-extractor", capturesContent: true)
        change(&configuration)
        return configuration
    }
}
