// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import Logging
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// Traces as Datadog's own checking agent reads them, with all its checks switched on.
@Suite(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint))) struct TestAgentTests {
    @Test func aTreeArrivesAsItWasSent() async throws {
        try await withDatadogTestAgent { agent in
            let transport = CurlTransport(logger: quiet)
            for version in TraceAPIVersion.allCases {
                let (tcp, socket) = (AgentAddress.http(url: agent.url), AgentAddress.unixSocket(path: agent.socketPath))
                try await send(version, to: tcp, session: "tcp-\(version.rawValue)", transport, agent)
                try await send(version, to: socket, session: "socket-\(version.rawValue)", transport, agent)
            }
            try await tellNativeEvents(transport, agent)
            await transport.shutdown()
        }
    }

    /// What every test with such an agent relies on.
    @Test func whatFailsACheckIsAnError() async throws {
        let error = await #expect(throws: TestSupportError.self) {
            try await withDatadogTestAgent { agent in
                let transport = CurlTransport(logger: quiet)
                var request = HTTPTransportRequest(url: agent.url + "/v0.4/traces")
                request.method = .post
                request.headers = [.contentType: "application/msgpack", AgentHeader.traceCount: "7"]
                request.body = MessagePackWriter.payload([AgentExporterTests.chunk()])
                _ = try await transport.send(request)
                await transport.shutdown()
            }
        }
        let message = try #require(error?.message)
        #expect(message.contains("trace_count_header") && message.contains("meta_tracer_version_header"))
    }

    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Events go in a field of their own as soon as the agent has said that it reads it.
    private func tellNativeEvents(_ transport: CurlTransport, _ testAgent: DatadogTestAgent) async throws {
        let client = TestAgentClient(url: testAgent.url, session: "events", transport: transport)
        try await client.start(rates: "{}")
        var configuration = DatadogTracingConfiguration(service: "vote-worker")
        configuration.usesNativeSpanEvents = true
        let headers = ["X-Datadog-Test-Session-Token": "events"]
        let agent = AgentClient(address: .http(url: testAgent.url), transport: transport, headers: headers)
        let exporter = AgentExporter(agent: agent, configuration: configuration, sampler: nil, logger: quiet)
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, exporter: exporter, agent: agent)
        _ = try await record(with: tracer, writer)
        let info = try #require(await agent.refreshInfo())
        #expect(info.readsSpanEvents && info.dropsP0s && info.offers("/v0.5/traces") && info.eventProxyPath != nil)
        _ = try await record(with: tracer, writer)
        let calls = try await client.traces().flatMap { $0 }.filter { $0["name"] == "llm.call" }
        #expect(calls.count == 2 && calls.count { $0["meta"]?["events"] != nil } == 1)
        let events = try #require(calls.compactMap { $0["span_events"]?.arrayValue }.first { !$0.isEmpty })
        #expect(events.map { $0["name"] } == ["checkpoint", "exception"])
    }

    private func send(
        _ version: TraceAPIVersion,
        to address: AgentAddress,
        session: String,
        _ transport: CurlTransport,
        _ agent: DatadogTestAgent
    ) async throws {
        let client = TestAgentClient(url: agent.url, session: session, transport: transport)
        try await client.start(rates: #"{"service:vote-worker,env:test":0}"#)
        let sampler = AgentRateSampler()
        var configuration = DatadogTracingConfiguration(service: "vote-worker", env: "test", version: "1.2.3")
        configuration.apiVersion = version
        let headers = ["X-Datadog-Test-Session-Token": session]
        let exporter = AgentExporter(
            agent: AgentClient(address: address, transport: transport, headers: headers),
            configuration: configuration,
            sampler: sampler,
            logger: quiet
        )
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, exporter: exporter, sampler: sampler)
        let sent = try await record(with: tracer, writer)
        #expect(tracer.statistics.snapshot.sentSpans == 3, "\(tracer.statistics.snapshot)")
        #expect(tracer.statistics.snapshot.failedRequests == 0)
        let traces = try await client.traces()
        #expect(traces.count == 1)
        let arrived = Dictionary(grouping: traces.first ?? [], by: { $0["name"]?.stringValue ?? "" })
        for span in sent {
            let json = try #require(arrived[span.name]?.first)
            #expect(json["trace_id"]?.stringValue == String(span.traceID.low))
            #expect(json["span_id"]?.stringValue == String(span.spanID))
            #expect((json["parent_id"]?.stringValue ?? "0") == String(span.parentID ?? 0))
            #expect(json["service"]?.stringValue == span.service && json["resource"]?.stringValue == span.resource)
            #expect((json["type"]?.stringValue ?? "") == span.type)
            #expect(json["start"]?.intValue == Int(span.start) && json["duration"]?.intValue == Int(span.duration))
            #expect((json["error"]?.intValue ?? 0) == (span.isError ? 1 : 0))
            for (key, value) in span.meta { #expect(json["meta"]?[key]?.stringValue == value) }
            for (key, value) in span.metrics { #expect(json["metrics"]?[key]?.doubleValue == value) }
            let text = json["meta"]?["_dd.span_links"]?.stringValue ?? "[]"
            let links = version == .v05 ? try JSONValue(parsing: text) : json["span_links"]
            #expect((links?.arrayValue ?? []).count == span.links.count)
        }
        // The agent's answer carried a rate of zero for the next trace.
        let candidate = SamplingCandidate(5, service: "vote-worker", env: "test")
        #expect(sampler.decide(candidate).priority == 0)
    }

    /// Makes a small tree, sends it, and gives it as it was sent.
    private func record(with tracer: DatadogTracer, _ writer: TraceWriter) async throws -> [FinishedSpan] {
        let kept = InMemoryExporter()
        let copying = DatadogTracer(
            configuration: tracer.configuration,
            receiver: CopyingReceiver(first: writer, second: kept),
            sampler: tracer.sampler,
            statistics: tracer.statistics
        )
        var original = ServiceContext.topLevel
        original.datadogSpanContext = DatadogSpanContext(
            traceID: TraceID(high: .max, low: .max - 1),
            spanID: .max,
            samplingPriority: 2,
            traceState: "dd=s:2"
        )
        copying.withSpan("extraction.job", context: .topLevel, ofKind: .consumer) { job in
            job.attributes["resource.name"] = "votes"
            job.attributes["span.type"] = "worker"
            job.attributes["request.file_count"] = 2
            job.attributes["text"] = String(repeating: "ü票", count: 200)
            job.addLink(SpanLink(context: original, attributes: ["reason": "waited"]))
            copying.withSpan("redis.command") { $0.attributes["service.name"] = "redis" }
            try? copying.withSpan("llm.call") { span in
                span.addEvent(SpanEvent(name: "checkpoint", attributes: ["n": 1, "ok": true, "text": "\"x\""]))
                throw CancellationError()
            }
        }
        await writer.flush()
        return kept.popChunks().flatMap(\.spans)
    }
}

private struct CopyingReceiver: TraceReceiver {
    let first: any TraceReceiver
    let second: any TraceReceiver

    func receive(_ chunk: TraceChunk) {
        first.receive(chunk)
        second.receive(chunk)
    }
}
