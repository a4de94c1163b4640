// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import LLMObservability

/// Marks of sampling: spans of all traces are sent, and say what was decided about theirs.
@Suite struct SamplingTests {
    /// Whether each event is marked as its trace's hash asks, and those below as the first.
    private func expectConsistent(_ events: [JSONValue], rate: Double) {
        for event in events {
            guard let own = event["_dd"], let id = TraceID(hexadecimal: own["trace_id"]?.stringValue ?? "") else {
                Issue.record("an event without the tracer's ids")
                continue
            }
            #expect(own["sample_rate"] == "0.5")
            #expect(own["sampling_decision"]?.stringValue == (KnuthSampling.keeps(id.low, rate: rate) ? "1" : "0"))
        }
    }

    @Test(.enabled(if: Captures.arePresent, Captures.hint)) func marksAsRecorded() async throws {
        try await withTestBed(configuration: .test { $0.sampleRate = 0.5 }) { bed in
            await bed.run { FeatureScenarios.sampledOut($0) }
            let theirs = try Captures.spanEvents("llmobs_sample_rate__evp_proxy")
            expectConsistent(theirs, rate: 0.5)
            expectConsistent(try bed.spanEvents(), rate: 0.5)
            #expect(try bed.spanEvents().count == theirs.count)
        }
    }

    private static let dropped: JSONValue = ["rate": "0", "kept": "0"]
    private static let kept: JSONValue = ["rate": "1", "kept": "1"]

    /// Gold is dropped.
    private static func rules(_ mode: LLMObsExportMode = .agent) -> LLMObsConfiguration {
        .test { configuration in
            configuration.exportMode = mode
            configuration.samplingRules = [
                LLMObsSamplingRule(tags: ["tier": "g?ld", "env": "TEST"], sampleRate: 0),
                LLMObsSamplingRule(tags: ["ml_app": "other-*"], sampleRate: 0.0625),
            ]
        }
    }

    /// What each event says of its trace, by name.
    private func marks(_ bed: TestBed) throws -> [String: JSONValue] {
        let structs = try bed.capture.popSpans().compactMap { try $0.metaStruct["_llmobs"].map(StructReader.read) }
        var marks: [String: JSONValue] = [:]
        for event in try bed.spanEvents() + structs {
            let own = event["_dd"] ?? nil
            marks[event["name"]?.stringValue ?? ""] = [
                "rate": own["sample_rate"] ?? nil, "kept": own["sampling_decision"] ?? nil,
            ]
        }
        return marks
    }

    /// As ddtrace: tags count that the first span has at its end, whoever ended before it.
    @Test(arguments: [LLMObsExportMode.agent, .apmSpans]) func rulesSeeTheTagsOfTheEnd(
        mode: LLMObsExportMode
    ) async throws {
        try await withTestBed(configuration: Self.rules(mode)) { bed in
            await bed.run { _ in
                LLMObs.workflow("early") { span in
                    span.annotate(tags: ["tier": "gold"])
                    LLMObs.task("child of it") { $0.annotate(tags: ["tier": "tin"]) }
                }
                LLMObs.workflow("late") { span in
                    LLMObs.task("child ends first") { _ in }
                    span.annotate(tags: ["tier": "gold"])
                }
                LLMObs.workflow("alone") { $0.annotate(tags: ["tier": "gold"]) }
                LLMObs.workflow("another") { _ in LLMObs.task("its child") { $0.annotate(tags: ["tier": "gold"]) } }
                LLMObs.workflow("second rule", mlApp: "other-app") { _ in }
            }
            let marks = try marks(bed)
            for name in ["early", "child of it", "late", "child ends first", "alone"] {
                #expect(marks[name] == Self.dropped, "\(name)")
            }
            for name in ["another", "its child"] { #expect(marks[name] == Self.kept, "\(name)") }
            #expect(marks["second rule"]?["rate"] == "0.0625")
        }
    }

    /// What headers have told other processes does not change any more.
    @Test func headersFreezeTheDecision() async throws {
        try await withTestBed(configuration: Self.rules()) { bed in
            let headers = await bed.run { bed in
                LLMObs.workflow("root") { span in
                    let headers = LLMObs.task("sender") { _ in FeatureScenarios.injected(bed.capture.tracer) }
                    span.annotate(tags: ["tier": "gold"])
                    return headers
                }
            }
            #expect(headers["x-datadog-tags"]?.contains("_dd.p.llmobs_sd=1") == true)
            let marks = try marks(bed)
            #expect(marks == ["root": Self.kept, "sender": Self.kept])
        }
    }

    /// Spans that leave before the root has ended take the decision with them.
    @Test(arguments: [LLMObsExportMode.agent, .apmSpans]) func aPartialFlushFreezesTheDecision(
        mode: LLMObsExportMode
    ) async throws {
        let tracing = ["DD_TRACE_PARTIAL_FLUSH_MIN_SPANS": "2"]
        try await withTestBed(tracing: tracing, configuration: Self.rules(mode)) { bed in
            await bed.run { _ in
                LLMObs.workflow("root") { span in
                    LLMObs.task("one") { _ in }
                    LLMObs.task("two") { _ in }
                    span.annotate(tags: ["tier": "gold"])
                }
            }
            let marks = try marks(bed)
            #expect(marks == ["root": Self.kept, "one": Self.kept, "two": Self.kept])
        }
    }

    /// Nothing waits for a decision that is known, or that cannot come any more.
    @Test func onlyWhatRulesMayChangeWaits() async throws {
        try await withTestBed(configuration: Self.rules()) { bed in
            await bed.run { bed in
                await bed.capture.tracer.withSpan("request") { _ in
                    LLMObs.workflow("root") { _ in LLMObs.task("child") { _ in } }
                    await bed.client.flush()
                    #expect((try? bed.spanEvents().map { $0["name"] }) == ["root"])
                }
                bed.capture.tracer.withSpan("second request") { _ in
                    var context = ServiceContext.topLevel
                    LLMObs.workflow("over") { context = $0.context }
                    LLMObs.task("after it", context: context) { _ in }
                }
            }
            let events = try bed.spanEvents()
            #expect(events.count == 4)
        }
    }

    @Test func whatWaitsForTheDecisionIsBounded() async throws {
        var configuration = Self.rules()
        configuration.limits.maximumQueuedBytes = 40_000
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { bed in
                await LLMObs.workflow("root") { span in
                    FeatureScenarios.batch(bed, 6, padding: 10_000)
                    await bed.client.flush()
                    span.annotate(tags: ["tier": "gold"])
                }
            }
            let marks = try marks(bed)
            #expect(marks.count == 7, "none is lost")
            #expect(marks.values.allSatisfy { $0 == Self.kept }, "taken when too much waited")
        }
    }

    @Test(arguments: [Double.nan, .infinity, -1, 2]) func anyRateIsARate(rate: Double) async throws {
        try await withTestBed(configuration: .test { $0.sampleRate = rate }) { bed in
            await bed.run { _ in LLMObs.task("t") { _ in } }
            let mark = try #require(try marks(bed)["t"])
            #expect(mark == (rate > 0 ? Self.kept : Self.dropped))
        }
    }

    @Test func anInheritedMarkStays() async throws {
        try await withTestBed { bed in
            let tags = "_dd.p.llmobs_parent_id=6,_dd.p.llmobs_sr=0.25,_dd.p.llmobs_sd=0"
            let headers = ["x-datadog-trace-id": "77", "x-datadog-parent-id": "5", "x-datadog-tags": tags]
            var context = ServiceContext.topLevel
            bed.capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
            let onward = await bed.run { bed in
                LLMObs.task("t", context: context) { _ in FeatureScenarios.injected(bed.capture.tracer) }
            }
            let own = try #require(try bed.spanEvents().first?["_dd"])
            #expect(own["sample_rate"] == "0.25" && own["sampling_decision"] == "0")
            #expect(onward["x-datadog-tags"]?.contains("_dd.p.llmobs_sr=0.25") == true)
            #expect(onward["x-datadog-tags"]?.contains("_dd.p.llmobs_sd=0") == true)
        }
    }
}
