// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import LLMObservability

/// Evaluations and feedback, as ddtrace sends them and as it refuses them.
@Suite struct EvaluationTests {
    private let span = LLMObs.ExportedSpan(spanID: "1", traceID: "00000000000000000000000000000002")

    /// An item with ids and its own time left out, and tags in order.
    private func comparable(_ metric: JSONValue) -> JSONValue {
        var metric = metric.objectValue ?? [:]
        if var joined = metric["join_on"]?["span"]?.objectValue {
            joined = JSONObject(joined.map { ($0.key, .bool($0.value.stringValue?.isEmpty == false)) })
            metric["join_on"] = ["span": .object(joined)]
        }
        if metric["span_id"] != nil { metric["span_id"] = "id" }
        if let time = metric["timestamp_ms"]?.intValue, time != 1_765_990_800_000 { metric["timestamp_ms"] = "now" }
        let tags = (metric["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
        metric["tags"] = .array(tags.filter { !$0.hasPrefix("ddtrace.version:") }.sorted().map { .string($0) })
        metric["score_value"] = metric["score_value"]?.doubleValue.map { .double($0) }
        return .object(metric)
    }

    @Test(.enabled(if: Captures.arePresent, Captures.hint), arguments: ["agent", "agentless"])
    func theSameAsRecorded(mode: String) async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.exportMode = LLMObsExportMode(rawValue: mode)
            configuration.apiKey = "not-a-key"
        }
        try await withTestBed(configuration: configuration) { bed in
            try await bed.run { try FeatureScenarios.evaluations($0) }
            let name = "llmobs_evaluations__\(mode == "agent" ? "evp_proxy" : "agentless")"
            // Two of the recording's have no counterpart: a truth value as score and a type in capitals cannot be written.
            let theirs = try Captures.evaluations(name).filter { $0["label"] != "x" }.map(comparable)
            let ours = try bed.evaluations().map(comparable)
            #expect(ours == theirs)
            let request = try #require(bed.requests.first { $0.path.hasSuffix("eval-metric") })
            let path = "/api/intake/llm-obs/v2/eval-metric"
            #expect(request.path == (mode == "agent" ? "/evp_proxy/v2\(path)" : path))
            #expect(request.header("X-Datadog-EVP-Subdomain") == (mode == "agent" ? "api" : nil))
            #expect(request.header("DD-API-KEY") == (mode == "agent" ? nil : "not-a-key"))
            #expect(try JSONValue(parsing: request.body)["data"]?["type"] == "evaluation_metric")
        }
    }

    private func code(_ submit: () throws(LLMObsError) -> Void) -> LLMObsError.Code? {
        do throws(LLMObsError) { try submit() } catch { return error.code }
        return nil
    }

    @Test func whatIsWrongIsRefused() async throws {
        try await withTestBed { bed in
            let client = bed.client
            let target = LLMObs.Evaluation.Target.span(span)
            #expect(
                code { () throws(LLMObsError) in try client.submit(.init("", .score(1), of: target)) } == .invalidLabel
            )
            let dotted = LLMObs.Evaluation("a.b", .score(1), of: target)
            #expect(code { () throws(LLMObsError) in try client.submit(dotted) } == .invalidLabel)
            let infinite = LLMObs.Evaluation("a", .score(.infinity), of: target)
            #expect(code { () throws(LLMObsError) in try client.submit(infinite) } == .invalidValue)
            let early = LLMObs.Evaluation("a", .score(1), of: target, timestamp: -1)
            #expect(code { () throws(LLMObsError) in try client.submit(early) } == .invalidTimestamp)
            let nowhere = LLMObs.Evaluation("a", .score(1), of: .span(.init(spanID: "", traceID: "1")))
            #expect(code { () throws(LLMObsError) in try client.submit(nowhere) } == .invalidTarget)
            let untagged = LLMObs.Evaluation("a", .score(1), of: .tag(key: "k", value: ""))
            #expect(code { () throws(LLMObsError) in try client.submit(untagged) } == .invalidTarget)
            let nobody = LLMObs.Feedback("a", .text("good"), of: .session("s"), by: .init(id: ""))
            #expect(code { () throws(LLMObsError) in try client.submit(nobody) } == .invalidSubmitter)
            let nothing = LLMObs.Feedback("a", .text("good"), of: .key(""), by: .init(id: "u"))
            #expect(code { () throws(LLMObsError) in try client.submit(nothing) } == .invalidTarget)
            await client.flush()
            #expect(bed.requests.isEmpty)
        }
    }

    @Test func feedbackOfEachTarget() async throws {
        let targets: [(LLMObs.Feedback.Target, String)] = [
            (.span("1"), "span_id"), (.trace("2"), "trace_id"), (.session("3"), "session_id"),
            (.key("4"), "feedback_join_key"),
        ]
        try await withTestBed { bed in
            for (target, _) in targets {
                let submitter = LLMObs.Feedback.Submitter(id: "u-7", type: "reviewer")
                try bed.client.submit(
                    LLMObs.Feedback("words", .text("well read"), of: target, by: submitter, assessment: .pass)
                )
            }
            await bed.client.flush()
            let sent = try bed.evaluations()
            #expect(sent.count == targets.count)
            for (metric, (_, key)) in zip(sent, targets) {
                #expect(metric[key]?.stringValue?.isEmpty == false && metric["join_on"] == nil)
                #expect(metric["event_kind"] == "feedback" && metric["metric_type"] == "text")
                #expect(metric["text_value"] == "well read" && metric["assessment"] == "pass")
                #expect(metric["submitter"] == ["id": "u-7", "type": "reviewer"])
            }
        }
    }

    /// A span of a trace that began elsewhere belongs to its application, and what is said of it does, too.
    @Test func evaluationsBelongToTheSpansApplication() async throws {
        try await withTestBed { bed in
            let exported = await bed.run { _ in LLMObs.workflow("w", mlApp: "upstream") { $0.exported } }
            let span = try #require(exported)
            try bed.client.submit(LLMObs.Evaluation("a", .boolean(true), of: .span(span)))
            try bed.client.submit(LLMObs.Evaluation("b", .boolean(true), of: .span(span), mlApp: "own"))
            let ids = LLMObs.ExportedSpan(spanID: span.spanID, traceID: span.traceID)
            try bed.client.submit(LLMObs.Evaluation("c", .boolean(true), of: .span(ids)))
            await bed.client.flush()
            #expect(ids == span && Set([ids, span]).count == 1)
            let sent = try bed.evaluations()
            #expect(sent.map { $0["ml_app"] } == ["upstream", "own", "vote-extractor"])
            #expect(sent.first?["tags"]?.arrayValue?.contains("ml_app:upstream") == true)
        }
    }

    @Test func nothingIsSentWhileDisabled() throws {
        try LLMObs.withClient(nil) {
            try LLMObs.submit(LLMObs.Evaluation("a", .boolean(true), of: .span(span)))
            #expect(LLMObs.exportSpan() == nil && !LLMObs.isEnabled)
        }
    }
}
