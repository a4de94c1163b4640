// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import LLMObservability

/// What headers tell other processes about spans of LLM Observability.
@Suite struct HeaderTests {
    /// The keys of the `dd` member of `tracestate`; `t.tid`, the last one, fits or not by the number of digits of the ids.
    private func stateKeys(_ headers: [String: String]) -> [String] {
        let member = headers["tracestate"]?.split(separator: ",").first { $0.hasPrefix("dd=") } ?? ""
        let keys = member.dropFirst(3).split(separator: ";").map { String($0.prefix { $0 != ":" }) }
        return keys.filter { $0 != "t.tid" }.sorted()
    }

    private func tags(_ headers: [String: String]) -> [String: String] {
        var tags: [String: String] = [:]
        for pair in (headers["x-datadog-tags"] ?? "").split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            tags[String(parts[0])] = String(parts[1])
        }
        return tags
    }

    @Test(.enabled(if: Captures.arePresent, Captures.hint)) func asRecorded() async throws {
        let observed = try Captures.load("llmobs_distributed__apm_agent")["observed"]?.objectValue ?? [:]
        try await withTestBed { bed in
            let ours = await bed.run { FeatureScenarios.distributed($0) }
            #expect(ours.count == 4)
            for (place, headers) in ours {
                var theirs: [String: String] = [:]
                for (key, value) in observed[place]?.objectValue ?? [:] { theirs[key] = value.stringValue }
                #expect(tags(headers).keys.sorted() == tags(theirs).keys.sorted(), "\(place)")
                #expect(stateKeys(headers) == stateKeys(theirs), "\(place)")
                let (our, their) = (tags(headers), tags(theirs))
                for key in ["_dd.p.llmobs_ml_app", "_dd.p.llmobs_sr", "_dd.p.llmobs_sd", "_dd.p.llmobs_sid"] {
                    #expect(our[key] == their[key])
                }
                let isRoot = their["_dd.p.llmobs_parent_id"] == "undefined"
                #expect((our["_dd.p.llmobs_parent_id"] == "undefined") == isRoot)
                #expect(our["_dd.p.llmobs_pagent_name"] == their["_dd.p.llmobs_pagent_name"])
            }
        }
    }

    @Test func traceAndParentArriveAsTheyWere() async throws {
        try await withTestBed { sender in
            let (exported, headers) = sender.runSync { bed in
                LLMObs.workflow("up", sessionID: "s-1", mlApp: "other-app") { span in
                    (span.exported, FeatureScenarios.injected(bed.capture.tracer))
                }
            }
            let parent = try #require(exported)
            try await withTestBed { receiver in
                var context = ServiceContext.topLevel
                receiver.capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
                await receiver.run { bed in
                    bed.capture.tracer.withSpan("job", context: context) { _ in
                        LLMObs.workflow("first") { _ in LLMObs.task("inner") { _ in } }
                        LLMObs.workflow("second") { _ in }
                    }
                }
                let events = try receiver.spanEvents()
                #expect(events.count == 3)
                for event in events {
                    #expect(event["trace_id"]?.stringValue == parent.traceID && event["session_id"] == "s-1")
                    #expect(event["tags"]?.arrayValue?.contains("ml_app:other-app") == true)
                }
                for name in ["first", "second"] {
                    #expect(try receiver.spanEvent(named: name)?["parent_id"]?.stringValue == parent.spanID)
                }
            }
        }
    }

    @Test func aReceiverTakesTheTraceInBothForms() throws {
        for text in ["142240849441718870672182815180577050512", "6b02975400000000dafde8fd9a180f90"] {
            let propagated = PropagatedSpan(["_dd.p.llmobs_parent_id": "5", "_dd.p.llmobs_trace_id": text])
            #expect(propagated?.traceID?.hexadecimal == "6b02975400000000dafde8fd9a180f90")
        }
        #expect(PropagatedSpan([:]) == nil)
        #expect(PropagatedSpan(["_dd.p.llmobs_parent_id": "undefined"])?.hasParent == false)
        #expect(PropagatedSpan(["_dd.p.llmobs_parent_id": "-1"])?.hasParent == false)
        let wild = PropagatedSpan(["_dd.p.llmobs_parent_id": "5", "_dd.p.llmobs_trace_id": "x"])
        #expect(wild?.hasParent == true && wild?.traceID == nil)
    }

    @Test func withoutATraceTheTracersCounts() async throws {
        try await withTestBed { bed in
            let headers = [
                "x-datadog-trace-id": "77", "x-datadog-parent-id": "5", "x-datadog-tags": "_dd.p.llmobs_parent_id=6",
            ]
            var context = ServiceContext.topLevel
            bed.capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
            await bed.run { _ in LLMObs.task("t", context: context) { _ in } }
            let event = try #require(try bed.spanEvents().first)
            #expect(event["trace_id"] == "0000000000000000000000000000004d" && event["parent_id"] == "6")
        }
    }

    /// As in ddtrace: the first session of a trace is that of all spans without one above them.
    @Test func theFirstSessionIsThatOfTheTrace() async throws {
        try await withTestBed { bed in
            let headers = await bed.run { bed in
                LLMObs.workflow("w") { _ in
                    LLMObs.task("first", sessionID: "S1") { _ in }
                    LLMObs.task("other", sessionID: "S2") { _ in LLMObs.task("below the other") { _ in } }
                    return LLMObs.task("without") { _ in FeatureScenarios.injected(bed.capture.tracer) }
                }
            }
            var sessions: [String: String] = [:]
            for event in try bed.spanEvents() {
                sessions[event["name"]?.stringValue ?? ""] = event["session_id"]?.stringValue
            }
            #expect(sessions == ["first": "S1", "other": "S2", "below the other": "S2", "without": "S1"])
            #expect(tags(headers)["_dd.p.llmobs_sid"] == "S1")
        }
    }

    /// What no library of Datadog's writes goes no further.
    @Test func onlyWhatCanBeIsReceived() async throws {
        func received(_ tags: [String: String]) -> PropagatedSpan? {
            var all: PropagationTags = ["_dd.p.llmobs_parent_id": "5"]
            for (key, value) in tags { all["_dd.p.llmobs_" + key] = value }
            return PropagatedSpan(all)
        }
        #expect(received(["sr": "0.25", "sd": "0"])?.verdict == SamplingVerdict(rate: "0.25", decision: "0"))
        for (rate, decision) in [("x", "1"), ("1", "yes"), ("2", "1"), ("nan", "1"), ("", "")] {
            #expect(received(["sr": rate, "sd": decision])?.verdict == nil, "\(rate) \(decision)")
        }
        #expect(received(["pagent_span_id": "7", "pagent_name": "a"])?.agent?.spanID == "7")
        #expect(received(["pagent_span_id": "seven", "pagent_name": "a"])?.agent == nil)
        #expect(received(["trace_id": String(repeating: "0", count: 32)])?.traceID == nil)
        try await withTestBed { bed in
            var context = ServiceContext.topLevel
            let headers = [
                "x-datadog-trace-id": "77", "x-datadog-parent-id": "5", "x-datadog-tags": "_dd.p.llmobs_parent_id=6",
            ]
            bed.capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
            let onward = await bed.run { bed in
                LLMObs.task("t", context: context) { _ in FeatureScenarios.injected(bed.capture.tracer) }
            }
            let own = try #require(try bed.spanEvents().first?["_dd"])
            #expect(own["sample_rate"] == nil && own["sampling_decision"] == nil, "nobody decided")
            #expect(tags(onward)["_dd.p.llmobs_sr"] == nil)
        }
    }

    /// The application's name is the first to go: without the header's limit all would be lost.
    @Test func theTagsNeverBecomeTooLong() async throws {
        try await withTestBed { bed in
            let received = "_dd.p.other=" + String(repeating: "o", count: 230)
            var context = ServiceContext.topLevel
            let headers = ["x-datadog-trace-id": "77", "x-datadog-parent-id": "5", "x-datadog-tags": received]
            bed.capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
            let app = String(repeating: "a", count: 200)
            let onward = bed.runSync { bed in
                LLMObs.workflow("w", mlApp: app, context: context) { _ in FeatureScenarios.injected(bed.capture.tracer)
                }
            }
            let tags = tags(onward)
            #expect(tags["_dd.p.llmobs_parent_id"] != nil && tags["_dd.p.llmobs_trace_id"] != nil)
            #expect(tags["_dd.p.other"] != nil && tags["_dd.p.llmobs_ml_app"] == nil)
        }
    }

    /// A client that is not, or no longer, the one in use leaves the tracer's headers alone.
    @Test func whoIsNotEnabledWritesNoHeaders() async throws {
        try await withTestBed { bed in
            func written() -> [String: String] {
                bed.capture.tracer.withSpan("plain") { _ in tags(FeatureScenarios.injected(bed.capture.tracer)) }
            }
            #expect(bed.runSync { _ in written() }["_dd.p.llmobs_parent_id"] == "undefined")
            let without = LLMObs.withClient(nil) { written() }
            #expect(!without.isEmpty && !without.keys.contains { $0.contains("llmobs") })
        }
    }

    /// One value that cannot be written would take all other tags with it.
    @Test(arguments: [
        ("sess,1", "an agent"), (String(repeating: "s", count: 190), String(repeating: "n", count: 190)), ("é", "票"),
    ])
    func whatDoesNotFitIsLeftOut(session: String, agent: String) async throws {
        try await withTestBed { bed in
            let headers = bed.runSync { bed in
                LLMObs.agent(agent, sessionID: session) { _ in FeatureScenarios.injected(bed.capture.tracer) }
            }
            let tags = tags(headers)
            #expect(tags["_dd.p.llmobs_parent_id"] != nil && tags["_dd.p.llmobs_trace_id"] != nil)
            #expect((headers["x-datadog-tags"] ?? "").utf8.count <= 512)
            #expect(tags["_dd.p.tid"] != nil)
        }
    }

    /// Inside a span of ours, a job that came from elsewhere belongs to its sender.
    @Test func extractedContextsAreNotBelowTheSpanAround() async throws {
        try await withTestBed { bed in
            await bed.run { bed in
                let headers = LLMObs.workflow("producer") { _ in FeatureScenarios.injected(bed.capture.tracer) }
                LLMObs.workflow("worker") { _ in
                    var context = ServiceContext.current ?? .topLevel
                    bed.capture.tracer.extract(headers, into: &context, using: HeaderExtractor())
                    bed.capture.tracer.withSpan("job", context: context) { _ in LLMObs.task("work") { _ in } }
                }
            }
            let producer = try bed.spanEvent(named: "producer")
            #expect(try bed.spanEvent(named: "work")?["parent_id"] == producer?["span_id"])
            #expect(try bed.spanEvent(named: "work")?["trace_id"] == producer?["trace_id"])
        }
    }
}
