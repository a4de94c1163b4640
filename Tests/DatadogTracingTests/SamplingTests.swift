// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct SamplingTests {
    @Test(
        .enabled(if: Captures.arePresent, Captures.hint),
        arguments: [("0.001", 0.001), ("0.3", 0.3), ("0.5", 0.5), ("1", 1)]
    )
    func hashesAndOutcomesAreThoseOfDdtrace(name: String, rate: Double) throws {
        let rows = try #require(
            try Captures.load("apm_inject_sampled_rate_\(name)")["observed"]?["rows"]?.arrayValue
        )
        #expect(!rows.isEmpty)
        for row in rows {
            let id = try #require(row["trace_id_low64"]?.stringValue.flatMap { UInt64($0) })
            #expect(KnuthSampling.hash(id).hexadecimal == row["knuth_hash_hex"]?.stringValue)
            let priority = row["headers"]?["x-datadog-sampling-priority"]?.stringValue
            #expect(KnuthSampling.keeps(id, rate: rate) == (priority == "2"))
            let member = try #require(OTelProbability(traceID: TraceID(low: id), rate: rate)).member
            #expect(row["headers"]?["tracestate"]?.stringValue?.hasSuffix(",\(member)") == true)
        }
    }

    @Test func agentRatesApplyToExactlyTheirServiceAndEnv() {
        let sampler = AgentRateSampler()
        let id: UInt64 = 3_096_986_429_258_671_158
        let candidate = SamplingCandidate(id, service: "vote-worker", env: "test")
        #expect(sampler.decide(candidate) == .automaticKeep)
        sampler.update(
            agentAnswer: Array(#"{"rate_by_service":{"service:vote-worker,env:test":0.25,"service:,env:":0}}"#.utf8)
        )
        #expect(sampler.decide(candidate) == SamplingDecision(priority: 0, mechanism: 1, rate: 0.25))
        let other = SamplingCandidate(id, service: "other", env: "test")
        #expect(sampler.decide(other) == .automaticKeep)
        #expect(sampler.decide(SamplingCandidate(id, service: "vote-worker", env: "live")) == .automaticKeep)
        sampler.update(agentAnswer: Array("OK".utf8))
        #expect(sampler.decide(candidate).mechanism == 1)
        sampler.update(agentAnswer: Array(#"{"rate_by_service":{}}"#.utf8))
        #expect(sampler.decide(candidate) == .automaticKeep)
    }

    @Test(arguments: [
        (0, "0"), (0.5, "0.5"), (1, "1"), (0.25, "0.25"), (0.000_001_4, "0.000001"), (0.1234567, "0.123457"),
    ])
    func keptRateText(rate: Double, text: String) {
        #expect(SamplingDecision(priority: 1, mechanism: 1, rate: rate).keptRate == text)
    }

    /// Ids on the edge, where 56 bits alone would tell the opposite of what 64 decided.
    @Test(arguments: [
        (0x03A9_3EE8_B199_9F00 as UInt64, 0.1, "ot=rv:e6666666666668;th:e6666666666668"),
        (5_401_449_561_355_763_072, 0.05, "ot=rv:f333333333332f;th:f333333333333"),
    ])
    func theProbabilityAgreesWithTheDecision(_ id: UInt64, _ rate: Double, _ member: String) {
        #expect(OTelProbability(traceID: TraceID(low: id), rate: rate)?.member == member)
    }

    @Test func aRateOfZeroHasNoProbability() {
        #expect(OTelProbability(traceID: TraceID(low: 1), rate: 0) == nil)
    }

    /// As ddtrace does with a trace that comes with a decision maker and without a decision.
    @Test func aReceivedDecisionMakerStays() throws {
        let capture = TraceCapture()
        let headers = ["x-datadog-trace-id": "5", "x-datadog-parent-id": "7", "x-datadog-tags": "_dd.p.dm=-3"]
        for (isManual, maker) in [(false, "-3"), (true, "-4")] {
            var context = ServiceContext.topLevel
            capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
            var injected: [String: String] = [:]
            capture.tracer.withSpan("work", context: context) { span in
                if isManual { span.keepTrace() }
                capture.tracer.inject(span.context, into: &injected, using: HeaderInjector())
            }
            let span = try #require(capture.popSpans().first)
            #expect(span.tag("_dd.p.dm") == maker && span.metric("_sampling_priority_v1") == (isManual ? 2 : 1))
            #expect(injected["x-datadog-tags"] == "_dd.p.dm=\(maker)")
        }
    }
}
