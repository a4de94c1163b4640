// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging
import Metrics
import ServiceLifecycle
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// What the library tells of itself and of the process.
@Suite struct TelemetryMetricsTests {
    private func names(_ lines: [DogStatsDLine]) -> Set<String> { Set(lines.map(\.name)) }

    @Test func theProcessIsRead() throws {
        let figures = ProcessFigures.current()
        #expect(figures.userSeconds + figures.systemSeconds > 0)
        #expect(try #require(figures.residentBytes) > 1_000_000)
        #expect(try #require(figures.threads) >= 1 && #require(figures.openDescriptors) >= 3)
    }

    @Test func runtimeMetricsAreDistributions() async throws {
        let fixture = try DogStatsDFixture()
        var figures = ProcessFigures()
        figures.userSeconds = 1
        let runtime = RuntimeMetrics(figures: figures, at: .now)
        figures.userSeconds = 3
        figures.systemSeconds = 0.5
        figures.voluntarySwitches = 9
        figures.readStatus("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t12\n")
        let start = ContinuousClock.now
        let again = RuntimeMetrics(figures: ProcessFigures(), at: start)
        again.record(figures, at: start + .seconds(10), to: fixture.client)
        let lines = try await fixture.flushed()
        let values = Dictionary(uniqueKeysWithValues: lines.map { ($0.name, $0.values) })
        #expect(
            values == [
                "runtime.swift.cpu.time.user": [3], "runtime.swift.cpu.time.sys": [0.5],
                "runtime.swift.cpu.percent": [35], "runtime.swift.cpu.ctx_switch.voluntary": [9],
                "runtime.swift.cpu.ctx_switch.involuntary": [0], "runtime.swift.mem.rss": [2_097_152],
                "runtime.swift.thread_count": [12],
            ]
        )
        #expect(lines.allSatisfy { $0.type == "d" && $0.tags.contains("lang:swift") })
        runtime.record(figures, at: .now, to: fixture.client)
        let second = try await fixture.flushed().first { $0.name == "runtime.swift.cpu.time.user" }
        #expect(second?.values == [2], "only what was added")
    }

    private func telemetry(
        _ receiver: DatagramReceiver,
        health: Bool = false,
        runtime: Bool = false,
        transport: ScriptedTransport = ScriptedTransport()
    ) -> DatadogTelemetry {
        var configuration = DatadogTracingConfiguration(service: "s", env: "e", version: "v", tags: ["team": "t"])
        configuration.limits.flushInterval = .seconds(3600)
        configuration.metrics.flushInterval = .seconds(3600)
        configuration.metrics.address = .udp(host: "127.0.0.1", port: receiver.port)
        configuration.metrics.sendsHealthMetrics = health
        configuration.metrics.sendsRuntimeMetrics = runtime
        return DatadogTelemetry(
            configuration: configuration,
            transport: transport,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func lines(of telemetry: DatadogTelemetry, _ receiver: DatagramReceiver) async throws -> [DogStatsDLine] {
        var lines: [DogStatsDLine] = []
        for _ in 0..<telemetry.metrics.statistics.snapshot.sentDatagrams {
            let text = String(decoding: try await receiver.receive(), as: UTF8.self)
            lines += try text.split(separator: "\n").map { try #require(DogStatsDLine($0)) }
        }
        return lines
    }

    @Test func unlessAskedForNothingIsSent() async throws {
        let receiver = try DatagramReceiver()
        let telemetry = telemetry(receiver)
        telemetry.tracer.withSpan("work", context: .topLevel) { _ in }
        await telemetry.flush()
        #expect(telemetry.tracer.statistics.snapshot.sentSpans == 1)
        #expect(telemetry.metrics.statistics.snapshot.sentDatagrams == 0)
    }

    @Test func oneServiceSendsTracesAndWhatTheyCounted() async throws {
        let receiver = try DatagramReceiver()
        let telemetry = telemetry(receiver, health: true, runtime: true)
        let group = ServiceGroup(
            services: [telemetry],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        async let running: Void = group.run()
        telemetry.tracer.withSpan("work", context: .topLevel) { _ in }
        await group.triggerGracefulShutdown()
        try await running
        let lines = try await lines(of: telemetry, receiver)
        let sent = try #require(lines.first { $0.name == "datadog.tracer.http.sent.traces" })
        #expect(sent.values == [1] && sent.type == "d" && sent.tags == ["service:s", "env:e", "version:v", "team:t"])
        #expect(names(lines).isSuperset(of: ["datadog.tracer.http.requests", "runtime.swift.mem.rss"]))
    }

    @Test func healthMetricsAreDifferences() async throws {
        let fixture = try DogStatsDFixture()
        let health = HealthMetrics()
        let statistics = TracingStatistics()
        statistics.dropped(.queueFull, chunks: 3, spans: 30, bytes: 300)
        statistics.dropped(.payloadTooLarge, chunks: 1, spans: 1)
        statistics.dropped(.sendFailed, chunks: 2, spans: 2)
        statistics.dropped(.rejected, chunks: 1, spans: 1)
        statistics.requested(failure: "429")
        statistics.requested(failure: "timed_out")
        health.record(statistics.snapshot, to: fixture.client)
        let lines = try await fixture.flushedLines()
        #expect(
            Set(lines) == [
                "datadog.tracer.writer.accepted.traces:3|d", "datadog.tracer.buffer.dropped.traces:3|d|#reason:full",
                "datadog.tracer.buffer.dropped.bytes:300|d|#reason:full",
                "datadog.tracer.buffer.dropped.traces:1|d|#reason:t_too_big", "datadog.tracer.http.dropped.traces:3|d",
                "datadog.tracer.http.requests:2|d", "datadog.tracer.http.errors:1|d|#type:429",
                "datadog.tracer.http.errors:1|d|#type:err",
            ]
        )
        statistics.dropped(.sendFailed, chunks: 4, spans: 4)
        health.record(statistics.snapshot, to: fixture.client)
        #expect(try await fixture.flushedLines() == ["datadog.tracer.http.dropped.traces:4|d"])
    }

    @Test(.enabled(if: Captures.arePresent, Captures.hint))
    func theReferenceTracersNamesAreAmongOurs() throws {
        let reference = try Self.referenceNames("apm_health_metrics")
        let ours = TracingStatistics.Snapshot().healthMetrics.keys.map { "datadog.tracer." + $0.name }
        #expect(reference.count == 3 && reference.isSubset(of: ours))
    }

    /// Of those that are not about Python, we have all, and besides the open descriptors.
    @Test(.enabled(if: Captures.arePresent, Captures.hint))
    func runtimeMetricsHaveTheReferenceTracersNames() async throws {
        let reference = try Self.referenceNames("apm_runtime_metrics").filter { $0.hasPrefix("runtime.python.") }
        let general = reference.filter { !$0.contains(".gc.") }.map { $0.dropFirst("runtime.python.".count) }
        let fixture = try DogStatsDFixture()
        RuntimeMetrics().record(.current(), at: .now, to: fixture.client)
        let ours = try await fixture.flushed().map { $0.name.dropFirst("runtime.swift.".count) }
        #expect(general.count == 7 && Set(general).union(["fd.open"]) == Set(ours))
    }

    private static func referenceNames(_ recording: String) throws -> Set<String> {
        let datagrams = try Captures.load(recording)["dogstatsd_datagrams"]?.arrayValue ?? []
        let lines = datagrams.compactMap(\.stringValue).flatMap { $0.split(separator: "\n") }
        return Set(try lines.map { try #require(DogStatsDLine($0), "not a line: \($0)").name })
    }
}
