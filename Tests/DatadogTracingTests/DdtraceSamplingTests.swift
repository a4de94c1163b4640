// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import Synchronization
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// The same spans, sampled here and by ddtrace under the same environment.
@Suite(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint))) struct DdtraceSamplingTests {
    private static let environment = [
        "DD_TRACE_SAMPLING_RULES": #"""
        [{"service": "d?op*", "sample_rate": 0, "discard": true}, {"resource": "GET /*/v?tes", "sample_rate": 0.25},
         {"tags": {"tier": "G?LD*", "count": "1*"}, "sample_rate": 0.9}, {"tags": {"ratio": "?*"}, "sample_rate": 0.5},
         {"name": "j*b", "service": "*-WORKER", "sample_rate": 0.001}, {"name": "*.ü?r", "sample_rate": 0.333333333}]
        """#,
        "DD_SPAN_SAMPLING_RULES": #"""
        [{"name": "j*", "service": "*", "sample_rate": 0.5}, {"service": "*o*", "max_per_second": 1000000}]
        """#,
        "DD_TRACE_RATE_LIMIT": "-1", "DD_SERVICE": "vote-worker", "DD_ENV": "test",
    ]
    private static let rates = ["service:vote-worker,env:test": 0.4, "service:other,env:test": 0.0]

    private func ddtrace(
        _ environment: [String: String],
        rates: [String: Double] = [:],
        _ spans: [JSONValue]
    ) async throws -> [JSONValue] {
        let quiet = [
            "DD_TRACE_AGENT_URL": "http://127.0.0.1:1", "DD_INSTRUMENTATION_TELEMETRY_ENABLED": "false",
            "DD_REMOTE_CONFIGURATION_ENABLED": "false", "DD_TRACE_LOG_LEVEL": "CRITICAL",
        ]
        let script = PythonScript("ddtrace_sampling.py", environment: environment.merging(quiet) { first, _ in first })
        let input: JSONValue = .object([
            "rates": .object(JSONObject(rates.map { ($0.key, .double($0.value)) })), "spans": .array(spans),
        ])
        let output = try await script.run(input: input.serialized())
        let line = try #require(output.split(separator: "\n").last, "the script wrote nothing")
        return try #require(try JSONValue(parsing: String(line)).arrayValue)
    }

    @Test func decisionsAndTagsAreTheSame() async throws {
        let sampler = AgentRateSampler()
        sampler.update(Self.rates)
        let exporter = InMemoryExporter()
        let tracer = DatadogTracer(
            configuration: DatadogTracingConfiguration(environment: Self.environment),
            receiver: exporter,
            sampler: sampler
        )
        var generator = SeededGenerator(seed: 20_260_101)
        var sent: [FinishedSpan?] = []
        let cases = (0..<4000).map { _ in
            let span = Case(&generator).record(with: tracer)
            sent.append(exporter.popChunks().first?.spans.first)
            return span
        }
        let answers = try await ddtrace(Self.environment, rates: Self.rates, cases)
        #expect(answers.count == cases.count)
        for (index, answer) in answers.enumerated() {
            #expect(answer["discarded"]?.boolValue == (sent[index] == nil), "\(cases[index].text)")
            guard let span = sent[index] else { continue }
            #expect(Self.samplingTags(of: span) == Self.tags(answer), "\(cases[index].text)")
        }
        // The cases reach every outcome.
        #expect(sent.contains { $0 == nil } && sent.contains { $0?.meta["_dd.p.dm"] == "-0" })
        #expect(sent.contains { $0?.metrics["_dd.agent_psr"] == 0.4 })
        #expect(sent.contains { $0?.metrics["_dd.span_sampling.rule_rate"] == 0.5 })
    }

    @Test func theLimitIsTheSame() async throws {
        let environment = ["DD_TRACE_SAMPLING_RULES": #"[{"sample_rate": 0.7}]"#, "DD_TRACE_RATE_LIMIT": "13"]
        var generator = SeededGenerator(seed: 7)
        var nanoseconds = 0
        let start = ContinuousClock.now
        let now = Mutex(start)
        let configuration = DatadogTracingConfiguration(environment: environment)
        let sampler = RuleSampler(
            rules: configuration.samplingRules,
            maximumPerSecond: configuration.maximumSampledTracesPerSecond,
            next: AgentRateSampler(),
            clock: { now.withLock { $0 } }
        )
        var spans: [JSONValue] = []
        var decisions: [SamplingDecision] = []
        for _ in 0..<2000 {
            nanoseconds += Int.random(in: 0...97_000_000, using: &generator)
            now.withLock { $0 = start + .nanoseconds(nanoseconds) }
            let id = UInt64.random(in: 1...(.max), using: &generator)
            decisions.append(sampler.decide(SamplingCandidate(id)))
            let candidate = Case.json(SamplingCandidate(id).span(), meta: [:], metrics: [:])
            var fields = candidate.objectValue ?? [:]
            fields["at"] = .integer(Int64(nanoseconds))
            spans.append(.object(fields))
        }
        let answers = try await ddtrace(environment, spans)
        for (decision, answer) in zip(decisions, answers) {
            #expect(answer["tags"]?["_sampling_priority_v1"]?.intValue == decision.priority)
            #expect(answer["tags"]?["_dd.limit_psr"]?.doubleValue == decision.limitRate)
        }
        #expect(Set(decisions.map(\.priority)) == [-1, 2])
    }

    private static func tags(_ answer: JSONValue) -> [String: String] {
        var tags: [String: String] = [:]
        for (key, value) in answer["tags"]?.objectValue ?? [:] {
            tags[key] = value.doubleValue.map { String($0) } ?? value.stringValue
        }
        return tags
    }

    private static func samplingTags(of span: FinishedSpan) -> [String: String] {
        var tags: [String: String] = [:]
        for key in ["_dd.p.dm", "_dd.p.ksr"] { tags[key] = span.meta[key] }
        let numbers = [
            "_sampling_priority_v1", "_dd.rule_psr", "_dd.limit_psr", "_dd.agent_psr", "_dd.span_sampling.mechanism",
            "_dd.span_sampling.rule_rate", "_dd.span_sampling.max_per_second",
        ]
        for key in numbers { tags[key] = span.metrics[key].map { String($0) } }
        return tags
    }
}

/// A span made of a few words that the rules know, and some they do not.
private struct Case {
    let service: String
    let name: String
    let resource: String
    var meta: [String: String] = [:]
    var metrics: [String: Double] = [:]

    init(_ generator: inout SeededGenerator) {
        func pick(_ words: [String]) -> String { words.randomElement(using: &generator) ?? "" }
        service = pick(["vote-worker", "VOTE-Worker", "other", "drop-all", "doop", "xyz"])
        name = pick(["job", "j.o.b", "JOB", "web", "x.über", "x.Üxr", "jobs"])
        resource = pick(["GET /a/votes", "GET /votes", "get /a/b/vates", "r", ""])
        if Bool.random(using: &generator) { meta["tier"] = pick(["gold", "Goldfish", "silver", ""]) }
        if Bool.random(using: &generator) { meta["count"] = pick(["1", "12", "2"]) }
        if meta["count"] == nil { metrics["count"] = Double(Int.random(in: 0...20, using: &generator)) }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            metrics["ratio"] = Double.random(in: 0...9, using: &generator)
        }
    }

    /// Makes the span, and gives what ddtrace has to know to make the same.
    func record(with tracer: DatadogTracer) -> JSONValue {
        let span = tracer.startSpan(name, context: .topLevel)
        span.attributes["service.name"] = service
        span.attributes["resource.name"] = resource
        for (key, value) in meta { span.attributes[key] = value }
        for (key, value) in metrics { span.attributes[key] = value }
        span.end()
        let ids = FinishedSpan(
            traceID: span.traceID,
            spanID: span.spanID,
            name: name,
            service: service,
            resource: resource,
            start: 0,
            duration: 0
        )
        return Self.json(ids, meta: meta.merging(["env": "test"]) { first, _ in first }, metrics: metrics)
    }

    static func json(_ span: FinishedSpan, meta: [String: String], metrics: [String: Double]) -> JSONValue {
        .object([
            "trace_id": .string(String(span.traceID.low)), "span_id": .string(String(span.spanID)),
            "service": .string(span.service), "name": .string(span.name), "resource": .string(span.resource),
            "meta": .object(JSONObject(meta.map { ($0.key, .string($0.value)) })),
            "metrics": .object(JSONObject(metrics.map { ($0.key, .double($0.value)) })),
        ])
    }
}
