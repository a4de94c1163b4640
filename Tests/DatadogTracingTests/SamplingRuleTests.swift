// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import FoundationEssentials
import Synchronization
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct SamplingRuleTests {
    private func capture(_ environment: [String: String]) throws -> TraceCapture {
        let service = ["DD_SERVICE": "vote-worker", "DD_ENV": "test", "DD_TAGS": "team:votes"]
        let environment = environment.merging(service) { first, _ in first }
        return TraceCapture(configuration: DatadogTracingConfiguration(environment: environment))
    }

    private func root(_ capture: TraceCapture, _ change: (DatadogSpan) -> Void = { _ in }) -> FinishedSpan? {
        capture.tracer.withSpan("job", context: .topLevel, ofKind: .consumer) { change($0) }
        return capture.popChunks().first?.spans.first
    }

    @Test func theFirstRuleThatMatchesDecides() throws {
        let rules = #"""
            [{"resource": "DROP-*", "sample_rate": 0}, {"tags": {"tier": "g?ld", "n": 5}, "sample_rate": 1.0},
             {"service": "other", "sample_rate": 1}, {"name": "j*", "tags": {"team": "votes"}, "sample_rate": 0}]
            """#
        let capture = try capture(["DD_TRACE_SAMPLING_RULES": rules])
        let dropped = try #require(root(capture) { $0.attributes["resource.name"] = "drop-me" })
        #expect(dropped.metrics["_sampling_priority_v1"] == -1 && dropped.meta["_dd.p.dm"] == "-3")
        #expect(dropped.metrics["_dd.rule_psr"] == 0 && dropped.meta["_dd.p.ksr"] == "0")
        #expect(dropped.metrics["_dd.limit_psr"] == nil)
        let tagged = try #require(
            root(capture) {
                $0.attributes["tier"] = "Gold"
                $0.attributes["n"] = 5
            }
        )
        #expect(tagged.metrics["_sampling_priority_v1"] == 2 && tagged.metrics["_dd.limit_psr"] == 1)
        #expect(root(capture) { $0.attributes["service.name"] = "other" }?.metrics["_dd.rule_psr"] == 1)
        #expect(root(capture)?.metrics["_sampling_priority_v1"] == -1)
        let unmatched = try #require(root(capture) { $0.operationName = "other" })
        #expect(unmatched.meta["_dd.p.dm"] == "-0" && unmatched.metrics["_dd.rule_psr"] == nil)
    }

    @Test(arguments: [(5.0, "5", true), (5, "*", true), (5, "5.0", false), (5.5, "5*", false), (5.5, "?*", true)])
    func numbersMatchAsTheirDigits(value: Double, pattern: String, matches: Bool) {
        let rule = TraceSamplingRule(sampleRate: 1, tags: ["n": GlobPattern(pattern)])
        #expect(rule.matchesTags(of: SamplingCandidate(metrics: ["n": value]).span()) == matches)
        #expect(!rule.matchesTags(of: SamplingCandidate(metrics: ["m": value]).span()))
    }

    @Test func errorsCanBeKept() throws {
        let rules = #"[{"tags": {"error.type": "*"}, "sample_rate": 1}, {"sample_rate": 0}]"#
        let capture = try capture(["DD_TRACE_SAMPLING_RULES": rules])
        #expect(root(capture) { $0.recordError(CancellationError()) }?.metrics["_sampling_priority_v1"] == 2)
        #expect(root(capture)?.metrics["_sampling_priority_v1"] == -1)
    }

    @Test func tagsAreMadeOnlyForRulesThatAsk() {
        let asked = Mutex(0)
        let candidate = SamplingCandidate(traceID: TraceID(low: 1), service: "s", name: "n", resource: "r", env: nil) {
            asked.withLock { $0 += 1 }
            return SamplingCandidate().span()
        }
        let rules = [
            TraceSamplingRule(sampleRate: 1, service: "x", tags: ["k": "*"]), TraceSamplingRule(sampleRate: 1),
        ]
        let last = AgentRateSampler()
        _ = RuleSampler(rules: rules, maximumPerSecond: nil, next: last).decide(candidate)
        #expect(asked.withLock { $0 } == 0)
        let asking = Array(repeating: TraceSamplingRule(sampleRate: 1, tags: ["k": "*"]), count: 3)
        _ = RuleSampler(rules: asking, maximumPerSecond: nil, next: last).decide(candidate)
        #expect(asked.withLock { $0 } == 1)
    }

    @Test func theLimitRejectsWhatRulesKept() {
        let now = ContinuousClock.now
        let sampler = RuleSampler(
            rules: [TraceSamplingRule(sampleRate: 1)],
            maximumPerSecond: 2,
            next: AgentRateSampler(),
            clock: { now }
        )
        let decisions = (1...5).map { sampler.decide(SamplingCandidate($0)) }
        #expect(decisions.map(\.priority) == [2, 2, -1, -1, -1])
        #expect(decisions.map(\.limitRate) == [1, 1, 2 / 3.0, 0.5, 0.4])
        #expect(decisions.map { $0.probability(for: TraceID(low: 1)) != nil } == [true, true, false, false, false])
    }

    @Test func discardedTracesAreNotSent() throws {
        let capture = try capture(["DD_TRACE_SAMPLING_RULES": #"[{"sample_rate": 0, "discard": true}]"#])
        #expect(root(capture) == nil)
        #expect(capture.tracer.statistics.snapshot.droppedSpans == [.discardedByRule: 1])
        #expect(root(capture) { $0.keepTrace() }?.meta["_dd.p.dm"] == "-4")
    }

    @Test func aDecisionThatWasSentStays() throws {
        let rules = #"[{"tags": {"late": "*"}, "sample_rate": 0}, {"sample_rate": 1}]"#
        let capture = try capture(["DD_TRACE_SAMPLING_RULES": rules])
        let span = try #require(
            root(capture) { span in
                var headers: [String: String] = [:]
                capture.tracer.inject(span.context, into: &headers, using: HeaderInjector())
                #expect(headers["x-datadog-sampling-priority"] == "2")
                span.attributes["late"] = "yes"
            }
        )
        #expect(span.metrics["_sampling_priority_v1"] == 2)
        #expect(root(capture) { $0.attributes["late"] = "yes" }?.metrics["_sampling_priority_v1"] == -1)
    }

    @Test func aRateIsARuleForTheRest() throws {
        let environment = [
            "DD_TRACE_SAMPLE_RATE": "0", "DD_TRACE_SAMPLING_RULES": #"[{"name":"kept","sample_rate":1}]"#,
        ]
        let capture = try capture(environment)
        #expect(root(capture)?.metrics["_sampling_priority_v1"] == -1)
        #expect(root(capture) { $0.operationName = "kept" }?.metrics["_sampling_priority_v1"] == 2)
    }

    @Test func spansOfRejectedTracesAreKept() throws {
        let rules =
            #"[{"name": "no*", "sample_rate": 0}, {"name":"*i?portant","service":"VOTE-*","max_per_second":50}]"#
        let capture = try capture(["DD_TRACE_SAMPLE_RATE": "0", "DD_SPAN_SAMPLING_RULES": rules])
        for isKept in [false, true] {
            capture.tracer.withSpan("job", context: .topLevel) { job in
                if isKept { job.keepTrace() }
                capture.tracer.withSpan("important", context: job.context) { _ in }
                capture.tracer.withSpan("not.important", context: job.context) { _ in }
            }
            let spans = capture.popSpans()
            let important = try #require(spans.first(named: "important"))
            #expect(important.metric("_dd.span_sampling.mechanism") == (isKept ? nil : 8))
            #expect(important.metric("_dd.span_sampling.rule_rate") == (isKept ? nil : 1))
            #expect(important.metric("_dd.span_sampling.max_per_second") == (isKept ? nil : 50))
            let others = spans.filter { $0.name != "important" }
            #expect(others.allSatisfy { $0.metric("_dd.span_sampling.mechanism") == nil })
        }
    }

    @Test func spanRulesHashTheSpanAndKeepTheirLimit() {
        let now = ContinuousClock.now
        let rules = [SpanSamplingRule(name: "half", sampleRate: 0.5), SpanSamplingRule(name: "*", maximumPerSecond: 2)]
        let sampler = SpanSampler(rules: rules, clock: { now })
        let ids: [UInt64] = (1...50).map { $0 &* 0x9E37_79B9_7F4A_7C15 }
        func marked(_ name: String) -> [UInt64] {
            var spans = ids.map { id in
                var span = SamplingCandidate(name: name).span()
                span.spanID = id
                return span
            }
            for index in spans.indices { sampler.mark(&spans[index]) }
            return spans.filter { $0.metrics[SpanSampler.mechanismKey] == 8 }.map(\.spanID)
        }
        #expect(marked("half") == ids.filter { KnuthSampling.keeps($0, rate: 0.5) })
        #expect(marked("other") == Array(ids.prefix(2)))
    }

    @Test func spanRulesMayComeFromAFile() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/rules.json"
        try #"[{"name": "a", "sample_rate": 0.5, "max_per_second": -1}]"#.write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        let configuration = DatadogTracingConfiguration(environment: ["DD_SPAN_SAMPLING_RULES_FILE": path])
        #expect(configuration.spanSamplingRules == [SpanSamplingRule(name: "a", sampleRate: 0.5)])
        let both = ["DD_SPAN_SAMPLING_RULES_FILE": path, "DD_SPAN_SAMPLING_RULES": "[]"]
        #expect(DatadogTracingConfiguration(environment: both).spanSamplingRules == [])
    }

    @Test func limitsAreRead() throws {
        func limit(_ text: String?) throws -> Double? {
            let environment = text.map { ["DD_TRACE_RATE_LIMIT": $0] } ?? [:]
            return DatadogTracingConfiguration(environment: environment).maximumSampledTracesPerSecond
        }
        #expect(try limit(nil) == 100)
        #expect(try limit("7") == 7)
        #expect(try limit("-1") == nil)
    }

    @Test(arguments: [(Double.nan, 0.0), (.infinity, 1), (-.infinity, 0), (7, 1), (1e300, 1), (0.25, 0.25)])
    func ratesAreBroughtIntoTheirRange(rate: Double, expected: Double) {
        var rule = TraceSamplingRule(sampleRate: rate)
        #expect(rule.sampleRate == expected && SpanSamplingRule(sampleRate: rate).sampleRate == expected)
        rule.sampleRate = rate
        #expect(rule.sampleRate == expected)
        var decision = SamplingDecision(priority: 1, mechanism: 1, rate: rate)
        decision.limitRate = rate
        #expect(
            decision.rate == expected && decision.limitRate == expected && decision.keptRate == "\(expected)".trimmed
        )
        let sampler = AgentRateSampler()
        sampler.update(["service:s,env:": rate])
        #expect(sampler.decide(SamplingCandidate(1, service: "s")).rate == expected)
    }

    @Test func rulesThatCannotBeUsedAreLeftOut() {
        let rules = """
            [{"sample_rate": 0.5, "service": "a", "provenance": "customer"}, {"sample_rate": 1, "servcie": "b"},
             {"sample_rate": 2}, {"sample_rate": 0}]
            """
        let configuration = DatadogTracingConfiguration(environment: ["DD_TRACE_SAMPLING_RULES": rules])
        #expect(configuration.samplingRules.map(\.sampleRate) == [0.5, 0])
        #expect(configuration.mistakes.map { $0.message.contains("rule 2") } == [true, false])
    }

    @Test(arguments: [
        ("DD_TRACE_SAMPLING_RULES", "[{", "no JSON"), ("DD_TRACE_SAMPLING_RULES", "{}", "no array"),
        ("DD_TRACE_SAMPLING_RULES", "[1]", "rule 1"), ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":1},{}]"#, "rule 2"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":2}]"#, "sample_rate"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":"1"}]"#, "sample_rate"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":1,"servcie":"a"}]"#, "servcie"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":1,"service":5}]"#, "service"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":1,"tags":["a"]}]"#, "tags"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":1,"tags":{"a":null}}]"#, "tags"),
        ("DD_TRACE_SAMPLING_RULES", #"[{"sample_rate":1,"discard":"yes"}]"#, "discard"),
        ("DD_TRACE_SAMPLE_RATE", "1.5", "1.5"), ("DD_TRACE_RATE_LIMIT", "many", "many"),
        ("DD_SPAN_SAMPLING_RULES", #"[{"sample_rate":1}]"#, "service"),
        ("DD_SPAN_SAMPLING_RULES", #"[{"name":"a","max_per_second":"b"}]"#, "max_per_second"),
        ("DD_SPAN_SAMPLING_RULES_FILE", "/nowhere/rules.json", "/nowhere"),
    ])
    func badRulesAreNamed(variable: String, value: String, part: String) {
        let error = #expect(throws: DatadogTracingError.self) {
            try DatadogTracingConfiguration(checking: [variable: value])
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(variable) == true && error?.message.contains(part) == true, "\(error as Any)")
    }
}

extension String {
    /// Without the fraction of a whole number.
    fileprivate var trimmed: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
