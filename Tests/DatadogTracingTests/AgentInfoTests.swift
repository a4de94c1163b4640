// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import Logging
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct AgentInfoTests {
    private static let text = """
        {"version": "7.71.0", "endpoints": ["/v0.4/traces", "/v0.6/stats", "/evp_proxy/v2/", "/evp_proxy/v4/"],
        "feature_flags": ["a"], "config": {"default_env": "none"}, "client_drop_p0s": true,
        "peer_tags": ["db.name", 5], "span_events": true, "new": {}}
        """

    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func theAnswerIsRead() throws {
        let info = try #require(AgentInfo(answer: Array(Self.text.utf8)))
        #expect(info.version == "7.71.0" && info.dropsP0s && info.readsSpanEvents && info.peerTags == ["db.name"])
        #expect(info.config["default_env"] == "none" && info.featureFlags == ["a"])
        #expect(info.offers("/v0.4/traces") && info.offers("/evp_proxy/v2") && !info.offers("/v0.5/traces"))
        #expect(info.eventProxyPath == "/evp_proxy/v4")
    }

    @Test func wrongTypesCountAsMissing() throws {
        let text = #"{"version": 7, "endpoints": "x", "client_drop_p0s": "yes", "peer_tags": {}, "config": []}"#
        #expect(try #require(AgentInfo(answer: Array(text.utf8))) == AgentInfo())
        #expect(AgentInfo(answer: Array("[]".utf8)) == nil && AgentInfo(answer: []) == nil)
        #expect(AgentInfo().eventProxyPath == nil)
    }

    @Test func whatCannotBeReadIsNoInformationAndSilenceChangesNothing() async {
        let transport = ScriptedTransport([
            .status(200, Self.text), .failure(.connectionFailed), .status(503), .status(404), .status(200, Self.text),
            .status(200, "<html>"),
        ])
        let agent = AgentClient(address: .standard, transport: transport)
        #expect(agent.info == nil)
        #expect(await agent.refreshInfo()?.version == "7.71.0")
        #expect(await agent.refreshInfo() != nil, "not reached")
        #expect(await agent.refreshInfo() != nil, "overloaded")
        #expect(await agent.refreshInfo() == nil, "404 means that there is none")
        #expect(await agent.refreshInfo() != nil)
        #expect(await agent.refreshInfo() == nil, "not JSON")
        #expect(transport.requests.allSatisfy { $0.url == "http://localhost:8126/info" && $0.method == .get })
    }

    @Test func itIsAskedForAtTheStartAndWhenTheAgentIsBack() async throws {
        let isFirst = FirstCall()
        let server = try LoopbackHTTPServer { request in
            if request.path == "/info" { return isFirst.take() ? .close : ScriptedHTTPResponse(text: Self.text) }
            return ScriptedHTTPResponse(text: "{}")
        }
        let transport = CurlTransport(logger: quiet)
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.destination = .agent(.http(url: server.url))
        configuration.limits.flushInterval = .seconds(3600)
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, transport: transport, logger: quiet)
        let running = Task { try await writer.run() }
        await server.waitForRequests(1)
        #expect(server.requests.map(\.target) == ["/info"] && tracer.agent?.info == nil)
        // Long before the next time, since the agent answers something else.
        while tracer.agent?.info == nil {
            tracer.withSpan("work", context: .topLevel) { _ in }
            await writer.flush()
        }
        #expect(tracer.agent?.info?.dropsP0s == true)
        running.cancel()
        try await running.value
        await transport.shutdown()
        server.stop()
    }

    @Test func aSilentAgentHoldsNothingUp() async throws {
        let server = try LoopbackHTTPServer { $0.path == "/info" ? .hang : ScriptedHTTPResponse(text: "{}") }
        let transport = CurlTransport(logger: quiet)
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.destination = .agent(.http(url: server.url))
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, transport: transport, logger: quiet)
        let running = Task { try await writer.run() }
        await server.waitForRequests(1)
        tracer.withSpan("work", context: .topLevel) { _ in }
        tracer.forceFlush()
        await server.waitForRequests(2)
        running.cancel()
        try await running.value
        #expect(tracer.statistics.snapshot.sentSpans == 1)
        await transport.shutdown()
        server.stop()
    }
}
