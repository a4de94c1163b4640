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

    @Test func rulesLookAtTheFirstSpansTags() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.sampleRate = 1
            configuration.samplingRules = [
                LLMObsSamplingRule(tags: ["tier": "g?ld", "env": "TEST"], sampleRate: 0),
                LLMObsSamplingRule(tags: ["ml_app": "other-*"], sampleRate: 0.0625),
            ]
        }
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { _ in
                LLMObs.workflow("matches") { span in
                    span.annotate(tags: ["tier": "gold"])
                    LLMObs.task("child of it") { $0.annotate(tags: ["tier": "tin"]) }
                }
                LLMObs.workflow("decided before") { span in
                    LLMObs.task("child ends first") { _ in }
                    span.annotate(tags: ["tier": "gold"])
                }
                LLMObs.workflow("second rule", mlApp: "other-app") { _ in }
            }
            var marks: [String: JSONValue] = [:]
            for event in try bed.spanEvents() {
                let own = event["_dd"] ?? nil
                let mark: JSONValue = ["rate": own["sample_rate"] ?? nil, "kept": own["sampling_decision"] ?? nil]
                marks[event["name"]?.stringValue ?? ""] = mark
            }
            let dropped: JSONValue = ["rate": "0", "kept": "0"]
            let kept: JSONValue = ["rate": "1", "kept": "1"]
            #expect(marks["matches"] == dropped && marks["child of it"] == dropped)
            #expect(marks["decided before"] == kept && marks["child ends first"] == kept)
            #expect(marks["second rule"]?["rate"] == "0.0625")
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
