// SPDX-License-Identifier: Apache-2.0

import Logging
import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct ConfigurationTests {
    @Test func theEnvironmentIsRead() throws {
        let configuration = DatadogTracingConfiguration(environment: [
            "DD_SERVICE": "vote-worker", "DD_ENV": "test", "DD_VERSION": "1.2.3", "DD_TAGS": "team:votes, region:eu",
            "DD_TRACE_PROPAGATION_STYLE": "tracecontext,baggage", "DD_TRACE_PROPAGATION_STYLE_INJECT": "Datadog",
            "DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED": "false", "DD_TRACE_PARTIAL_FLUSH_MIN_SPANS": "10",
            "DD_TRACE_WRITER_INTERVAL_SECONDS": "0.5", "DD_TRACE_API_VERSION": "v0.5", "DD_EXTERNAL_ENV": "it-false",
            "DD_TRACE_NATIVE_SPAN_EVENTS": "true", "DD_TRACE_AGENT_TIMEOUT_SECONDS": "2.5",
            "DD_TRACE_STATS_CARDINALITY_LIMIT": "11", "DD_APM_TRACING_ENABLED": "no",
        ])
        #expect(!configuration.sendsTraces && DatadogTracingConfiguration(environment: [:]).sendsTraces)
        #expect(configuration.service == "vote-worker" && configuration.env == "test")
        #expect(configuration.version == "1.2.3" && configuration.tags == ["team": "votes", "region": "eu"])
        #expect(configuration.extractStyles == [.traceContext, .baggage] && configuration.injectStyles == [.datadog])
        #expect(!configuration.uses128BitTraceIDs && configuration.limits.partialFlushMinimumSpans == 10)
        #expect(configuration.limits.flushInterval == .milliseconds(500))
        #expect(configuration.limits.maximumStatsKeys == 11)
        #expect(configuration.apiVersion == .v05 && configuration.usesNativeSpanEvents)
        #expect(configuration.externalEnvironment == "it-false" && configuration.limits.requestTimeout == .seconds(2.5))
    }

    @Test func tagsAreFallbacksForTheUnifiedOnes() throws {
        let tags = ["DD_TAGS": "service:a env:b version:c team:votes:x"]
        let configuration = DatadogTracingConfiguration(environment: tags)
        #expect(configuration.service == "a" && configuration.env == "b" && configuration.version == "c")
        #expect(configuration.tags == ["team": "votes:x"])
    }

    @Test func propagationIsRead() throws {
        let configuration = DatadogTracingConfiguration(environment: [
            "DD_TRACE_PROPAGATION_STYLE": " B3 single header , b3multi,baggage", "DD_TRACE_BAGGAGE_TAG_KEYS": "a, b,,",
            "DD_TRACE_PROPAGATION_STYLE_INJECT": "none", "DD_TRACE_PROPAGATION_EXTRACT_FIRST": "1",
            "DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT": "Restart", "DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH": "0",
            "DD_TRACE_BAGGAGE_MAX_ITEMS": "8", "DD_TRACE_BAGGAGE_MAX_BYTES": "100",
        ])
        #expect(configuration.extractStyles == [.b3, .b3Multi, .baggage] && configuration.injectStyles == [])
        #expect(configuration.extractsFirstStyleOnly && configuration.extractionBehavior == .restart)
        #expect(configuration.maximumTagsHeaderLength == 0 && configuration.baggageTagKeys == ["a", "b"])
        #expect(configuration.limits.maximumBaggageItems == 8 && configuration.limits.maximumBaggageBytes == 100)
        let standard = DatadogTracingConfiguration(environment: [:])
        #expect(standard.extractStyles == [.datadog, .traceContext, .baggage])
        #expect(standard.injectStyles == standard.extractStyles && standard.maximumTagsHeaderLength == 512)
    }

    @Test func aFileMayTakeTheTraces() throws {
        let environment = ["DD_TRACE_AGENT_URL": "file:///tmp/traces.jsonl"]
        let configuration = DatadogTracingConfiguration(environment: environment)
        #expect(configuration.destination == .jsonLines(path: "/tmp/traces.jsonl"))
    }

    @Test(arguments: [
        ("DD_TRACE_ENABLED", "maybe"), ("DD_TRACE_PROPAGATION_STYLE", "carrier-pigeon"),
        ("DD_TRACE_PROPAGATION_STYLE_EXTRACT", "b3, pigeon"), ("DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT", "stop"),
        ("DD_TRACE_BAGGAGE_MAX_ITEMS", "many"), ("DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH", "-1"),
        ("DD_TRACE_PARTIAL_FLUSH_MIN_SPANS", "0"), ("DD_TRACE_WRITER_INTERVAL_SECONDS", "nan"),
    ])
    func badValuesAreNamed(name: String, value: String) {
        let error = #expect(throws: DatadogTracingError.self) {
            try DatadogTracingConfiguration(checking: [name: value])
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(
            error?.message.contains(name) == true
                && value.split(separator: ", ").last.map { error?.message.contains($0) == true } == true
        )
    }

    @Test func whatCannotBeUsedHasNoEffectAndIsTold() {
        let configuration = DatadogTracingConfiguration(environment: [
            "DD_TRACE_ENABLED": "maybe", "DD_TRACE_PROPAGATION_STYLE": "jaeger,B3", "DD_TRACE_RATE_LIMIT": "-5",
            "DD_TRACE_PROPAGATION_STYLE_INJECT": "jaeger", "DD_TRACE_SAMPLING_RULES": "{",
            "DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH": "-1", "DD_SERVICE": "shop",
        ])
        #expect(configuration.isEnabled && configuration.service == "shop" && configuration.extractStyles == [.b3])
        #expect(configuration.injectStyles == [.b3] && configuration.maximumTagsHeaderLength == 512)
        #expect(configuration.samplingRules == [] && configuration.maximumSampledTracesPerSecond == nil)
        let names = configuration.mistakes.compactMap { $0.message.split(separator: " ").first }
        #expect(
            Set(names) == [
                "DD_TRACE_ENABLED", "DD_TRACE_PROPAGATION_STYLE", "DD_TRACE_PROPAGATION_STYLE_INJECT",
                "DD_TRACE_SAMPLING_RULES", "DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH",
            ]
        )
    }

    @Test func theLoggerIsToldOfMistakes() {
        let log = RecordedLog()
        let configuration = DatadogTracingConfiguration(environment: ["DD_TRACE_ENABLED": "maybe"])
        _ = DatadogTracing.make(configuration: configuration, transport: ScriptedTransport(), logger: log.logger)
        #expect(log.lines.count == 1 && log.lines[0].level == .warning)
        #expect(log.lines.first?.message.contains("DD_TRACE_ENABLED is \"maybe\"") == true)
        #expect(log.lines.first?.message.contains("true or false") == true)
    }

    @Test(arguments: [
        ("a:1,b:2", ["a": "1", "b": "2"]),
        ("a:1 b:2", ["a": "1", "b": "2"]),
        ("a:1, b : 2 c:3", ["a": "1", "b": "2 c:3"]),
        ("a:b:c:d", ["a": "b:c:d"]),
        ("a,1,", ["a": "", "1": ""]),
        ("a: b:1", ["a": "", "b": "1"]),
        (":1,,  ,k:v", ["k": "v"]),
    ])
    func tagsAreReadAsAllTracersReadThem(_ text: String, _ tags: [String: String]) throws {
        #expect(DatadogTracingConfiguration(environment: ["DD_TAGS": text]).tags == tags)
    }

    @Test func statisticsMayBeAskedForByTheirOlderName() throws {
        let older = ["DD_TRACE_TRACER_METRICS_ENABLED": "true"]
        #expect(DatadogTracingConfiguration(environment: older).computesClientStats)
        let both = older.merging(["DD_TRACE_STATS_COMPUTATION_ENABLED": "false"]) { $1 }
        #expect(!DatadogTracingConfiguration(environment: both).computesClientStats)
    }
}
