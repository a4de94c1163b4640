// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import Logging
import Testing

@testable import DatadogTracing

@Suite struct ClientStatsTests {
    private static let info =
        #"{"endpoints":["/v0.4/traces","/v0.6/stats"],"client_drop_p0s":true,"peer_tags":["db.name"]}"#
    private let statistics = TracingStatistics()

    /// An exporter whose agent has said what it offers.
    private func exporter(
        _ transport: ScriptedTransport,
        maximumStatsKeys: Int = 100,
        isEnabled: Bool = true
    ) async -> AgentExporter {
        var configuration = DatadogTracingConfiguration(service: "s", env: "test", version: "1")
        configuration.computesClientStats = isEnabled
        configuration.hostName = "node-1"
        configuration.limits.maximumStatsKeys = maximumStatsKeys
        let agent = AgentClient(address: .http(url: "http://127.0.0.1:8126"), transport: transport)
        await agent.refreshInfo()
        return AgentExporter(
            agent: agent,
            configuration: configuration,
            sampler: nil,
            retry: RetryPolicy(delays: [.zero]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// A chunk of this priority, whose spans carry these metrics.
    private func chunk(priority: Double, _ metrics: [String: Double]..., isError: Bool = false) -> TraceChunk {
        var spans = metrics.enumerated().map { index, metrics in
            var span = StatsConcentratorTests.span("n\(index)", metrics: metrics)
            span.spanID = UInt64(index + 1)
            return span
        }
        spans[0].metrics["_sampling_priority_v1"] = priority
        for (key, value) in ["_dd.p.dm": "-3", "_dd.p.tid": "6b02960100000000", "language": "swift"] {
            spans[0].meta[key] = value
        }
        spans[spans.count - 1].isError = isError
        return TraceChunk(spans: spans)
    }

    private static let topLevel = ["_dd.top_level": 1.0]
    private static let keptAlone = ["_dd.span_sampling.mechanism": 8.0]

    private func stats(_ transport: ScriptedTransport) throws -> [JSONValue] {
        try transport.requests.filter { $0.url.hasSuffix("/v0.6/stats") }.map { request in
            try MessagePackReader.read(try #require(request.body)).value
        }
    }

    @Test func keptTracesAreCountedAndSent() async throws {
        let transport = ScriptedTransport([.status(200, Self.info)])
        let exporter = await exporter(transport)
        let chunk = chunk(priority: 1, Self.topLevel, [:])
        let admitted = try #require(exporter.admit(chunk, statistics: statistics))
        #expect(admitted.spans == chunk.spans)
        _ = await exporter.export([admitted], statistics: statistics)
        let headers = try #require(transport.requests.last).headers
        #expect(headers[AgentHeader.computedStats] == "true" && headers[AgentHeader.droppedTraces] == nil)
        await exporter.flushStats(statistics: statistics)
        let payload = try #require(try stats(transport).first)
        #expect(payload["Env"] == "test" && payload["Version"] == "1" && payload["Service"] == "s")
        #expect(payload["Hostname"] == "node-1")
        #expect(payload["Stats"]?[0]?["Stats"]?.arrayValue?.count == 1)
        await exporter.flushStats(statistics: statistics)
        #expect(try stats(transport).count == 1)
    }

    @Test(arguments: ["{}", #"{"endpoints":["/v0.6/stats"]}"#, #"{"client_drop_p0s":true}"#], [true, false])
    func nothingIsCountedThatTheAgentDoesNotWant(info: String, isEnabled: Bool) async throws {
        let transport = ScriptedTransport([.status(200, isEnabled ? info : Self.info)])
        let exporter = await exporter(transport, isEnabled: isEnabled)
        let admitted = try #require(exporter.admit(chunk(priority: -1, Self.topLevel), statistics: statistics))
        _ = await exporter.export([admitted], statistics: statistics)
        await exporter.flushStats(statistics: statistics)
        #expect(transport.requests.last?.headers[AgentHeader.computedStats] == nil)
        #expect(try stats(transport).isEmpty && statistics.snapshot.sentSpans == 1)
    }

    @Test func rejectedTracesAreCountedAndLeftOut() async throws {
        let transport = ScriptedTransport([.status(200, Self.info), .status(400)])
        let exporter = await exporter(transport)
        #expect(exporter.admit(chunk(priority: 0, Self.topLevel, [:]), statistics: statistics) == nil)
        let failed = exporter.admit(chunk(priority: -1, Self.topLevel, [:], isError: true), statistics: statistics)
        #expect(failed?.spans.count == 2)
        let trimmed = try #require(
            exporter.admit(chunk(priority: -1, Self.topLevel, [:], Self.keptAlone), statistics: statistics)
        )
        #expect(trimmed.spans.map(\.name) == ["n2"])
        #expect(trimmed.spans[0].metrics["_sampling_priority_v1"] == -1 && trimmed.spans[0].meta["_dd.p.dm"] == "-3")
        #expect(
            trimmed.spans[0].meta["_dd.p.tid"] == "6b02960100000000" && trimmed.spans[0].meta["language"] == "swift"
        )
        #expect(statistics.snapshot.droppedChunks == [.sampledOut: 1])
        #expect(statistics.snapshot.droppedSpans == [.sampledOut: 4])
        // The first request is refused, so that the second tells what was left out; the third has nothing to tell.
        for _ in 0..<3 { _ = await exporter.export([trimmed], statistics: statistics) }
        let told = transport.requests.suffix(2).map { $0.headers[AgentHeader.droppedTraces] }
        #expect(told == ["1", nil])
        #expect(transport.requests.suffix(2).first?.headers[AgentHeader.droppedSpans] == "4")
        await exporter.flushStats(statistics: statistics)
        let entry = try #require(try stats(transport).first?["Stats"]?[0]?["Stats"]?[0])
        #expect(entry["Hits"]?.intValue == 3)
    }

    @Test func whatTheAgentMustNotCountAgainGoesInARequestOfItsOwn() async throws {
        let transport = ScriptedTransport([.status(200, Self.info)])
        let exporter = await exporter(transport)
        let uncounted = chunk(priority: 1, [:])
        let counted = try #require(exporter.admit(uncounted, statistics: statistics))
        _ = await exporter.export([uncounted, counted, counted, uncounted], statistics: statistics)
        let requests = transport.requests.dropFirst()
        #expect(requests.map { $0.headers[AgentHeader.computedStats] } == [nil, "true", nil])
        #expect(requests.map { $0.headers[AgentHeader.traceCount] } == ["1", "2", "1"])
    }

    @Test(arguments: [
        (ScriptedTransport.Answer.status(503), 2, 0), (.failure(.connectionFailed), 2, 0), (.status(404), 1, 1),
        (.failure(.timedOut), 1, 1),
    ])
    func whatCertainlyDidNotArriveIsSentAgain(answer: ScriptedTransport.Answer, requests: Int, lost: Int) async throws {
        let transport = ScriptedTransport([.status(200, Self.info), answer])
        let exporter = await exporter(transport)
        _ = exporter.admit(chunk(priority: 1, Self.topLevel), statistics: statistics)
        await exporter.flushStats(statistics: statistics)
        await exporter.flushStats(statistics: statistics)
        let sent = try stats(transport)
        #expect(sent.count == requests && sent.allSatisfy { $0["Sequence"]?.intValue == 0 })
        #expect(statistics.snapshot.droppedStatsBuckets == lost)
    }

    @Test func unsentPayloadsAreBounded() async throws {
        let transport = ScriptedTransport([.status(200, Self.info)], then: .status(503))
        let exporter = await exporter(transport)
        for _ in 0..<9 {
            _ = exporter.admit(chunk(priority: 1, Self.topLevel), statistics: statistics)
            await exporter.flushStats(statistics: statistics)
        }
        #expect(statistics.snapshot.droppedStatsBuckets == 3)
    }

    @Test func spansWithoutRoomForTheirKindAreCounted() async {
        let exporter = await exporter(ScriptedTransport([.status(200, Self.info)]), maximumStatsKeys: 1)
        _ = exporter.admit(chunk(priority: 1, Self.topLevel, Self.topLevel, [:]), statistics: statistics)
        #expect(statistics.snapshot.statsOverflowSpans == 1)
    }

    @Test func theWriterSendsThemWhenItStops() async throws {
        let transport = ScriptedTransport([.status(200, Self.info)])
        let exporter = await exporter(transport)
        let writer = TraceWriter(exporter: exporter, limits: TracingLimits(), statistics: statistics)
        writer.receive(chunk(priority: 1, Self.topLevel))
        writer.receive(chunk(priority: -1, Self.topLevel))
        let running = Task { try await writer.run() }
        running.cancel()
        try await running.value
        #expect(try stats(transport).count == 1 && statistics.snapshot.sentSpans == 1)
        #expect(statistics.keepRate == 1)
        writer.receive(chunk(priority: 1, Self.topLevel))
        await writer.flushStats()
        #expect(try stats(transport).map { $0["Sequence"]?.intValue } == [0, 1])
    }
}
