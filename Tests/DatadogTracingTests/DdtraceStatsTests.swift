// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON
import Logging
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// The same traces, counted here and by ddtrace, side by side at one agent.
@Suite(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint))) struct DdtraceStatsTests {
    private static let environment = [
        "DD_SERVICE": "vote-worker", "DD_ENV": "test", "DD_VERSION": "1.2.3",
        "DD_TRACE_STATS_COMPUTATION_ENABLED": "true", "DD_TRACE_API_VERSION": "v0.4", "DD_TRACE_RATE_LIMIT": "-1",
        "DD_TRACE_SAMPLING_RULES": #"[{"name": "rejected.*", "sample_rate": 0}]"#,
        "DD_SPAN_SAMPLING_RULES": #"[{"name": "important", "sample_rate": 1}]"#,
    ]

    @Test func everyEntryIsTheSame() async throws {
        var generator = SeededGenerator(seed: 20_260_102)
        let start = Int64(DefaultTracerClock.now.nanosecondsSinceEpoch)
        // The last is kept: what was left out is told with a request.
        let traces = (0..<120).map { index in
            TraceCase(index < 119 ? nil : "kept.job", at: start + Int64(index) * 1_000_000, &generator)
        }
        let answer = try await withDatadogTestAgent { agent in
            try await record(traces, agent.url)
            let quiet = [
                "DD_TRACE_AGENT_URL": agent.url, "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
                "DD_REMOTE_CONFIGURATION_ENABLED": "false",
            ]
            let environment = Self.environment.merging(quiet) { first, _ in first }
            let task: JSONValue = .object(["url": .string(agent.url), "traces": .array(traces.map(\.json))])
            let output = try await PythonScript("ddtrace_stats.py", environment: environment)
                .run(input: task.serialized())
            let url: JSONValue = .object(["url": .string(agent.url)])
            let text = try await PythonScript("agent_stats.py").run(input: url.serialized())
            return try #require(try? JSONValue(parsing: text), "\(output)\n\(text)")
        }
        let ours = try #require(answer["swift"])
        let theirs = try #require(answer["python"])
        let keys = Set(ours["entries"]?.objectValue?.keys ?? []).union(theirs["entries"]?.objectValue?.keys ?? [])
        #expect(keys.count > 30)
        for key in keys { #expect(ours["entries"]?[key] == theirs["entries"]?[key], "\(key)") }
        #expect(ours["traces"] == theirs["traces"])
        #expect(ours["leftOutTraces"]?.intValue ?? 0 > 0 && ours["leftOutTraces"] == theirs["leftOutTraces"])
        #expect(ours["leftOutSpans"] == theirs["leftOutSpans"])
    }

    private func record(_ traces: [TraceCase], _ url: String) async throws {
        var configuration = DatadogTracingConfiguration(environment: Self.environment)
        configuration.destination = .agent(.http(url: url))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let transport = CurlTransport(logger: logger)
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, transport: transport, logger: logger)
        await tracer.agent?.refreshInfo()
        for trace in traces { trace.record(with: tracer) }
        await writer.flush()
        await writer.flushStats()
        await transport.shutdown()
    }
}
