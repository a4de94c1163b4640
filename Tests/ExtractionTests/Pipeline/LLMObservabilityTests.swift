// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Extraction
import JSON
import LLMObservability
import ModelClient
import TestSupport
import Testing

@Suite("What LLM Observability is told of a job")
struct LLMObservabilityTests {
    /// Tags of an event or evaluation as a dictionary.
    private func tags(_ event: JSONValue) -> [String: String] {
        let lines = (event["tags"]?.arrayValue ?? []).compactMap { $0.stringValue?.split(separator: ":", maxSplits: 1) }
        return Dictionary(lines.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { $1 }
    }

    @Test("Workflow, tasks, tool and model calls nest; a failed call is an error, the retry is not")
    func tree() async throws {
        let fixture = try PipelineFixture(Samples.failure(500), Samples.good)
        let run = try await ObservedRun(fixture)
        _ = try run.outcome.get()
        #expect(
            run.tree() == [
                "workflow vote_extraction.workflow", "  task preprocess_images", "  tool call_gemini",
                "    llm llm.call", "  tool call_gemini", "    llm llm.call", "  task postprocess_result",
                "  task validate_result",
            ]
        )
        #expect(run.events(named: "llm.call").map { $0["status"] } == ["error", "ok"])
        let failed = try #require(run.events(named: "llm.call").first)
        #expect(failed["meta"]?["error"]?["type"] == "llm.server")
        #expect(run.events(named: "vote_extraction.workflow").first?["status"] == "ok")
        let ids = Set(run.events.map { $0["span_id"] })
        #expect(ids.isSubset(of: run.spans.map { .string(String($0.spanID)) }), "they are spans of the tracer, too")
    }

    @Test("Fallback models are calls of their own, with their names")
    func fallback() async throws {
        let fixture = try PipelineFixture(Samples.failure(404), Samples.good)
        let request = ExtractionRequest(files: [Samples.file()], fallbackModels: ["gemini-b"])
        let run = try await ObservedRun(fixture, request)
        #expect(run.events(named: "llm.call").map { $0["meta"]?["model_name"] } == ["gemini-a", "gemini-b"])
        let workflow = try #require(run.events(named: "vote_extraction.workflow").first)
        #expect(workflow["meta"]?["metadata"]?["fallback_used"] == true)
        #expect(workflow["meta"]?["metadata"]?["model_used"] == "gemini-b")
    }

    @Test("Calls tell tokens, cost, sampling and finish reason")
    func usage() async throws {
        let fixture = try PipelineFixture(Samples.good) { $0.model = "gemini-2.5-flash" }
        let run = try await ObservedRun(fixture)
        let result = try run.outcome.get()
        let call = try #require(run.events(named: "llm.call").first)
        let metrics = try #require(call["metrics"])
        #expect(metrics["input_tokens"]?.intValue == 100 && metrics["output_tokens"]?.intValue == 20)
        #expect(metrics["total_tokens"]?.intValue == 120)
        let cost = try #require(ModelPrices.builtIn.cost(of: result.usage, model: "gemini-2.5-flash"))
        #expect(cost > 0 && result.cost == cost)
        #expect(metrics["total_cost"]?.doubleValue == Double(cost) / 1e6)
        let parts = ["input_cost", "output_cost"].compactMap { metrics[$0]?.doubleValue }
        #expect(parts.count == 2 && abs(parts.reduce(0, +) - Double(cost) / 1e6) < 1e-12)
        #expect(call["meta"]?["model_provider"] == "google")
        #expect(call["meta"]?["metadata"]?["finish_reason"] == "STOP")
        #expect(call["meta"]?["metadata"]?["max_output_tokens"] == 16384)
        #expect(run.spans.first(named: "llm.call")?.metric("llm.cost_usd") == Double(cost) / 1e6)
        #expect(result.json["cost_usd"]?.doubleValue == Double(cost) / 1e6)
        #expect(result.json["attempts"]?[0]?["cost_usd"]?.doubleValue == Double(cost) / 1e6)
    }

    @Test("A model without a price has no cost, rather than a wrong one")
    func noPrice() async throws {
        let run = try await ObservedRun(try PipelineFixture(Samples.good))
        let result = try run.outcome.get()
        #expect(result.cost == nil && result.json["cost_usd"] == nil)
        #expect(run.events(named: "llm.call").first?["metrics"]?["total_cost"] == nil)
    }

    @Test("The prompt is tracked by id, version and hash")
    func prompt() async throws {
        let run = try await ObservedRun(try PipelineFixture(Samples.good))
        let result = try run.outcome.get()
        let prompt = try #require(run.events(named: "llm.call").first?["meta"]?["input"]?["prompt"])
        #expect(prompt["id"] == .string(result.prompt.id) && prompt["version"] == .string(result.prompt.version))
        #expect(prompt["tags"]?["sha256"] == .string(result.prompt.sha256))
        #expect(prompt["template"]?.stringValue?.contains("not captured") == true)
    }

    @Test(
        "What was put into the prompt is told where texts may be sent, and nothing of it elsewhere",
        arguments: [true, false]
    )
    func promptVariables(capturesContent: Bool) async throws {
        let context: JSONValue = [
            "candidates": [["number": 1, "name": "Somchai Rakdee", "votes": 120]], "registered_voters": 800,
        ]
        let request = ExtractionRequest(files: [Samples.file()], context: context)
        let run = try await ObservedRun(try PipelineFixture(Samples.good), request, capturesContent: capturesContent)
        let prompt = try #require(run.events(named: "llm.call").first?["meta"]?["input"]?["prompt"])
        #expect(prompt["_dd_context_variable_keys"] == ["candidates", "parties"])
        guard capturesContent else { return #expect(prompt["variables"] == nil) }
        let candidates = try #require(prompt["variables"]?["candidates"]?.stringValue)
        #expect(try JSONValue(parsing: candidates) == [["number": 1, "name": "Somchai Rakdee"]])
        #expect(prompt["variables"]?.objectValue?.count == 1)
    }

    @Test("Each form's groups of checks are evaluated, on the span that checked them")
    func evaluations() async throws {
        let run = try await ObservedRun(try PipelineFixture(Samples.contradictory) { $0.reasks = 0 })
        let validation = try #require(run.events(named: "validate_result").first)
        for evaluation in run.evaluations {
            #expect(evaluation["join_on"]?["span"]?["span_id"] == validation["span_id"])
            #expect(evaluation["join_on"]?["span"]?["trace_id"] == validation["trace_id"])
            #expect(tags(evaluation)["form"] == "0" && tags(evaluation)["form_type"] == "Constituency")
        }
        let byLabel = Dictionary(grouping: run.evaluations) { $0["label"]?.stringValue ?? "" }
        let counts = ["validation_passed": 4, "validation_score": 4, "validation_check_type": 4]
        #expect(byLabel.mapValues(\.count) == counts)
        let passed = Dictionary(
            try #require(byLabel["validation_passed"]).map { (tags($0)["validation_check_type"] ?? "", $0) }
        ) { $1 }
        #expect(passed["ballots"]?["boolean_value"] == false && passed["ballots"]?["assessment"] == "fail")
        #expect(passed["turnout"]?["boolean_value"] == true && passed["turnout"]?["assessment"] == "pass")
        #expect(passed["ballots"]?["reasoning"]?.stringValue?.contains("ballot_match") == true)
        let scores = try #require(byLabel["validation_score"])
        let ballots = try #require(scores.first { tags($0)["validation_check_type"] == "ballots" })
        let score = try #require(ballots["score_value"]?.doubleValue)
        #expect(score > 0 && score < 1)
        let types = Set((byLabel["validation_check_type"] ?? []).compactMap { $0["categorical_value"]?.stringValue })
        #expect(types == ["completeness", "ballots", "turnout", "votes"])
    }

    @Test("A result tells the workflow's span, by which feedback is joined later; so does a failure")
    func exported() async throws {
        let run = try await ObservedRun(try PipelineFixture(Samples.good))
        let workflow = try #require(run.events(named: "vote_extraction.workflow").first)
        let trace = try run.outcome.get().json["trace"]?["llmobs"]
        #expect(trace?["span_id"] == workflow["span_id"] && trace?["trace_id"] == workflow["trace_id"])
        let failure = try await ObservedRun(try PipelineFixture(Samples.failure(401)))
        let failed = try #require(failure.events(named: "vote_extraction.workflow").first)
        #expect(failed["status"] == "error")
        #expect(failure.outcome.error?.workflowSpan?.json["span_id"] == failed["span_id"])
    }

    @Test("Nothing of the sheet or the prompt is sent unless the operator wants it")
    func contentIsOff() async throws {
        let run = try await ObservedRun(try PipelineFixture(Samples.good))
        for secret in ["Somchai", "Phrae", "ยี่สิบ", "JSON array", "page.png", Samples.pngBase64] {
            #expect(!run.sent.contains(secret), "\(secret)")
        }
    }

    @Test("With content, questions and answers are sent, and still no image")
    func contentIsOn() async throws {
        let run = try await ObservedRun(try PipelineFixture(Samples.good), capturesContent: true)
        let call = try #require(run.events(named: "llm.call").first)
        let messages = try #require(call["meta"]?["input"]?["messages"]?.arrayValue)
        #expect(messages.map { $0["role"] } == ["user", "user", "user"])
        #expect(messages.last?["content"]?.stringValue?.hasPrefix("[inline data: image/") == true)
        #expect(call["meta"]?["output"]?["messages"]?[0]?["content"]?.stringValue?.contains("Somchai") == true)
        #expect(!run.sent.contains("image_parts") && !run.sent.contains(String(Samples.pngBase64.prefix(40))))
    }

    @Test("Without LLM Observability there are the tracer's spans and nothing else")
    func off() async throws {
        // Other tests of the process may have enabled it.
        let (outcome, spans) = try await LLMObs.withClient(nil) { await (try PipelineFixture(Samples.good)).run() }
        #expect(try outcome.get().json["trace"] == nil)
        #expect(spans.first(named: "llm.call") != nil)
        #expect(!spans.contains { $0.tag("_dd.llmobs.artificial_gen_ai_tags") != nil })
    }
}
