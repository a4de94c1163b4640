// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import Logging
import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct AgentExporterTests {
    private let statistics = TracingStatistics()
    private let sampler = AgentRateSampler()

    private func exporter(_ transport: ScriptedTransport, maximumPayloadBytes: Int = 100_000) -> AgentExporter {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.limits.maximumPayloadBytes = maximumPayloadBytes
        return AgentExporter(
            agent: AgentClient(address: .http(url: "http://127.0.0.1:8126/prefix"), transport: transport),
            configuration: configuration,
            sampler: sampler,
            // However busy the machine is: the count of tries ends them.
            retry: RetryPolicy(delays: [.zero, .zero], budget: .seconds(86_400)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    static func chunk(_ name: String = "work", spans: Int = 1) -> TraceChunk {
        let span = FinishedSpan(
            traceID: TraceID(low: 1),
            spanID: 2,
            name: name,
            service: "s",
            resource: name,
            start: 1,
            duration: 1
        )
        return TraceChunk(spans: Array(repeating: span, count: spans))
    }

    @Test func theRequestHasWhatTheAgentAsksFor() async throws {
        let transport = ScriptedTransport([.status(200, #"{"rate_by_service":{"service:s,env:":0.5}}"#)])
        _ = await exporter(transport).export([Self.chunk(), Self.chunk(spans: 2)], statistics: statistics)
        let request = try #require(transport.requests.first)
        #expect(request.url == "http://127.0.0.1:8126/prefix/v0.4/traces" && request.method == .post)
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name.canonicalName, $0.value) })
        #expect(headers["content-type"] == "application/msgpack" && headers["x-datadog-trace-count"] == "2")
        #expect(headers["datadog-meta-lang"] == "swift" && headers["datadog-meta-tracer-version"]?.isEmpty == false)
        #expect(headers["datadog-client-computed-top-level"] == "true")
        #expect(headers["datadog-send-real-http-status"] == "1")
        #expect(try MessagePackReader.read(try #require(request.body)).value.arrayValue?.count == 2)
        let snapshot = statistics.snapshot
        #expect(snapshot.sentChunks == 2 && snapshot.sentSpans == 3 && snapshot.requests == 1)
        let candidate = SamplingCandidate(1, service: "s")
        #expect(sampler.decide(candidate).mechanism == 1)
    }

    @Test func eachTroubleIsToldOnceAndItsEnd() async {
        let transport = ScriptedTransport([
            .status(404), .status(404), .status(401), .failure(.connectionFailed), .status(200, "{}"),
            .status(200, "{}"),
        ])
        let log = RecordedLog()
        let exporter = AgentExporter(
            agent: AgentClient(address: .standard, transport: transport),
            configuration: DatadogTracingConfiguration(service: "s"),
            sampler: nil,
            logger: log.logger
        )
        for _ in 0..<6 { _ = await exporter.export([Self.chunk()], statistics: statistics) }
        #expect(log.lines.map(\.level) == [.warning, .warning, .warning, .notice])
        #expect(log.lines.map { $0.metadata["http.status_code"] } == ["404", "401", nil, nil])
        #expect(log.lines.allSatisfy { $0.metadata["agent"] == "http://localhost:8126" })
    }

    @Test func headersTellTheContainer() async throws {
        let transport = ScriptedTransport()
        let agent = AgentClient(
            address: .standard,
            transport: transport,
            externalEnvironment: "it-false,cn-worker\r\nX-Evil: 1"
        )
        let exporter = AgentExporter(
            agent: agent,
            configuration: DatadogTracingConfiguration(service: "s"),
            sampler: nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        _ = await exporter.export([Self.chunk()], statistics: statistics)
        let first = try #require(transport.requests.first)
        #expect(first.headers[AgentHeader.entityID] == ContainerIdentity.current.entityID)
        #expect(first.headers[AgentHeader.containerID] == ContainerIdentity.current.containerID)
        let external = try #require(first.headers[AgentHeader.externalEnvironment])
        #expect(external.hasPrefix("it-false,cn-worker") && !external.contains("\r") && !external.contains("\n"))
    }

    @Test(arguments: [408, 429, 500, 503]) func someRefusalsAreTriedAgain(status: Int) async {
        let transport = ScriptedTransport([.status(status), .failure(.connectionLost)])
        let unsent = await exporter(transport).export([Self.chunk()], statistics: statistics)
        #expect(unsent.isEmpty && transport.requests.count == 3)
        #expect(statistics.snapshot.sentSpans == 1)
        #expect(statistics.snapshot.requestFailures == ["\(status)": 1, "connection_lost": 1])
    }

    @Test(arguments: [400, 404, 413, 415]) func othersAreFinal(status: Int) async {
        let transport = ScriptedTransport(then: .status(status))
        let unsent = await exporter(transport).export([Self.chunk()], statistics: statistics)
        #expect(unsent.isEmpty && transport.requests.count == 1)
        #expect(statistics.snapshot.droppedSpans == [.rejected: 1])
    }

    @Test(arguments: [HTTPTransportError.Code.connectionLost, .timedOut, .protocolViolation])
    func retriesEnd(code: HTTPTransportError.Code) async {
        let transport = ScriptedTransport(then: .failure(code))
        let unsent = await exporter(transport).export([Self.chunk(spans: 4)], statistics: statistics)
        #expect(unsent.isEmpty && transport.requests.count == 3)
        #expect(statistics.snapshot.droppedSpans == [.sendFailed: 4])
        #expect(statistics.snapshot.droppedChunks == [.sendFailed: 1])
    }

    @Test(arguments: [HTTPTransportError.Code.connectionFailed, .resolutionFailed, .overloaded, .tls])
    func whatWasNeverSentIsGivenBack(code: HTTPTransportError.Code) async {
        let transport = ScriptedTransport(then: .failure(code))
        let chunks = [Self.chunk("a"), Self.chunk("b")]
        let unsent = await exporter(transport).export(chunks, statistics: statistics)
        #expect(unsent == chunks && transport.requests.count == 1 && statistics.snapshot.droppedSpans.isEmpty)
    }

    @Test func anAnswerTooLargeToReadIsNotAskedForAgain() async {
        let transport = ScriptedTransport(then: .failure(.responseTooLarge))
        let unsent = await exporter(transport).export([Self.chunk()], statistics: statistics)
        #expect(unsent.isEmpty && transport.requests.count == 1)
        #expect(statistics.snapshot.droppedSpans == [.sendFailed: 1])
    }

    @Test(arguments: [404, 415]) func anAgentWithoutVersion05GetsTheSameChunksAs04(status: Int) async throws {
        let transport = ScriptedTransport([.status(200, "{}"), .status(status)])
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.apiVersion = .v05
        configuration.limits.maximumPayloadBytes = 250
        let exporter = AgentExporter(
            agent: AgentClient(address: .standard, transport: transport),
            configuration: configuration,
            sampler: nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let names = (1...12).map { "work \($0)" }
        let unsent = await exporter.export(names.map { Self.chunk($0) }, statistics: statistics)
        let snapshot = statistics.snapshot
        #expect(unsent.isEmpty && snapshot.sentSpans == 12 && snapshot.allDroppedSpans == 0)
        let paths = transport.requests.map { $0.url.dropFirst("http://localhost:8126".count) }
        #expect(paths.prefix(3) == ["/v0.5/traces", "/v0.5/traces", "/v0.4/traces"])
        #expect(paths.dropFirst(2).allSatisfy { $0 == "/v0.4/traces" }, "and it stays so")
        let bodies = try transport.requests.dropFirst(2).map { try MessagePackReader.read($0.body ?? []).value }
        let sent = bodies.flatMap { $0.arrayValue ?? [] }.flatMap { $0.arrayValue ?? [] }.map {
            $0["name"]?.stringValue
        }
        #expect(sent == names.suffix(sent.count))
        let first = try MessagePackReader.read(transport.requests[0].body ?? []).value
        #expect(sent.count + (first[1]?.arrayValue?.count ?? 0) == 12, "nothing twice, nothing lost")
    }

    @Test func anAgentThatListsNoVersion05IsNotAskedForIt() async {
        let info = #"{"endpoints": ["/v0.4/traces"]}"#
        let transport = ScriptedTransport([.status(200, info)])
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.apiVersion = .v05
        let agent = AgentClient(address: .standard, transport: transport)
        let exporter = AgentExporter(
            agent: agent,
            configuration: configuration,
            sampler: nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        await agent.refreshInfo()
        _ = await exporter.export([Self.chunk()], statistics: statistics)
        #expect(transport.requests.last?.url == "http://localhost:8126/v0.4/traces")
        #expect(statistics.snapshot.sentSpans == 1)
    }

    @Test func payloadsAreSplitAndGiantsDropped() async {
        let transport = ScriptedTransport()
        let size = Self.chunk().estimatedSize
        let giant = Self.chunk(spans: 5)
        let chunks = [Self.chunk(), Self.chunk(), giant, Self.chunk()]
        _ = await exporter(transport, maximumPayloadBytes: size * 2).export(chunks, statistics: statistics)
        #expect(transport.requests.compactMap { $0.headers[HTTPField.Name("x-datadog-trace-count")!] } == ["2", "1"])
        #expect(statistics.snapshot.droppedSpans == [.payloadTooLarge: 5] && statistics.snapshot.sentSpans == 3)
    }

    @Test func theSizeEstimateIsNoSmallerThanThePayload() {
        var span = Self.chunk().spans[0]
        span.meta = ["key": "value", "a longer key": String(repeating: "ü", count: 300)]
        span.metrics = ["number": 1]
        span.links = [
            DatadogSpanLink(traceID: TraceID(low: 1), spanID: 2, attributes: ["k": "v"], traceState: "dd=s:1")
        ]
        let chunk = TraceChunk(spans: [span, span])
        #expect(MessagePackWriter.payload([chunk]).count <= chunk.estimatedSize)
    }
}
