// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import Synchronization
import Tracing

@testable import LLMObservability

/// The scenarios of the reference program `llmobs_features.py`, in Swift.
enum FeatureScenarios {
    static func annotateLLM(_ bed: TestBed) {
        LLMObs.workflow("wf", sessionID: "sess-1") { span in
            annotateModelCalls()
            LLMObs.tool("save") { span in
                span.annotate(input: ["n": 1])
                span.annotate(output: ["ok": true, "é": "票"])
                span.annotate(metadata: ["k": "v"])
            }
            LLMObs.embedding("embed", model: "text-embedding-004", provider: "google") { span in
                span.annotate(input: [LLMObs.Document("doc text", name: "n", id: "d1", score: 0.5), "second"])
                span.annotate(output: "[2 vectors]")
                span.annotate(usage: .init(input: 5))
            }
            LLMObs.retrieval("lookup") { span in
                span.annotate(input: "query")
                span.annotate(output: [LLMObs.Document("found", name: "doc", id: "1", score: 0.9)])
            }
            annotateAgent()
            LLMObs.task("all json types") { span in
                span.annotate(input: [1, 2.5, nil, true, ["k": "v"]])
                // The reference gives a class, whose description goes out as a JSON string.
                span.annotate(output: #""<class 'object'>""#)
            }
            span.annotate(input: "start")
            span.annotate(output: ["rows": 1])
        }
    }

    private static func annotateModelCalls() {
        LLMObs.llm("gemini", model: "gemini-2.5-flash", provider: "Google") { span in
            span.annotate(
                prompt: LLMObs.Prompt(
                    id: "read-form",
                    version: "v3",
                    template: .text("Read {{form}} for {{who}}"),
                    variables: ["form": "C1", "who": "TPS 7"],
                    tags: ["team": "votes"],
                    contextVariables: ["form"],
                    queryVariables: ["who"]
                )
            )
            span.annotate(input: [.system("you read forms"), .user("read C1")])
            let call = LLMObs.ToolCall(name: "save", arguments: ["n": 1], id: "call-1", type: "function")
            span.annotate(output: [.assistant("", toolCalls: [call])])
            span.annotate(
                metadata: ["temperature": 0.0, "max_tokens": 16384, "nested": ["a": [1, nil]], "_dd": ["x": 1]]
            )
            span.annotate(usage: .init(input: 258, output: 42, total: 300))
            span.annotate(metrics: ["cost_usd": 0.0012])
            // Python writes its booleans with a capital letter.
            span.annotate(tags: ["host": "worker-1", "attempt": "1", "ok": "True", "tps.id": "7"])
            let schema: JSONValue = ["type": "object", "properties": ["n": ["type": "integer"]]]
            span.annotate(toolDefinitions: [.init(name: "save", description: "save a row", schema: schema)])
            span.annotate(costTags: ["host"])
        }
        LLMObs.llm("string io", model: "m") { span in
            span.annotate(input: ["plain prompt"])
            span.annotate(output: ["plain answer"])
        }
        LLMObs.llm("no model, no io, chat_template") { span in
            span.annotate(prompt: LLMObs.Prompt(template: .chat([.user("hi {{n}}")]), variables: ["n": "x"]))
        }
    }

    private static func annotateAgent() {
        LLMObs.agent("agent", version: "1.0") { span in
            span.annotate(input: "goal")
            span.annotate(output: "done")
            let parameters: JSONValue = ["n": ["type": "integer", "required": true]]
            span.annotate(
                agent: LLMObs.AgentManifest(
                    version: "2.0",
                    instructions: "do it",
                    model: "gemini-2.5-flash",
                    tools: [.init(name: "save", description: "d", parameters: parameters)]
                )
            )
            LLMObs.task("inside agent") { _ in }
        }
    }

    static func errors(_ bed: TestBed) {
        try? LLMObs.workflow("wf raises") { _ in
            try LLMObs.llm("llm raises", model: "m") { _ in
                throw Failure("builtins.ConnectionError", "503 from the model")
            }
        }
        LLMObs.task("seed error tags") { span in
            span.apmSpan.attributes["error"] = true
            span.apmSpan.attributes["error.type"] = "ValueError"
            span.apmSpan.attributes["error.message"] = "bad form"
        }
        LLMObs.task("error flag set by hand") { span in
            span.apmSpan.setStatus(SpanStatus(code: .error))
            span.apmSpan.attributes["error.type"] = "ValueError"
            span.apmSpan.attributes["error.message"] = "bad form"
            span.apmSpan.attributes["error.stack"] = "trace"
        }
    }

    static func hierarchy(_ bed: TestBed) async {
        let tracer = bed.capture.tracer
        await tracer.withSpan("apm.root") { root in
            root.attributes["service.name"] = "web"
            await LLMObs.workflow("wf1") { _ in
                tracer.withSpan("apm.middle") { _ in
                    LLMObs.task("task under apm span") { _ in
                        tracer.withSpan("apm.inner") { _ in LLMObs.tool("tool") { _ in } }
                    }
                }
                LLMObs.llm("llm", model: "m") { _ in LLMObs.tool("tool under llm") { _ in } }
                await withTaskGroup { group in
                    for index in 0..<2 {
                        group.addTask { await LLMObs.task("async task \(index)") { _ in await Task.yield() } }
                    }
                }
                await Task.detached { [client = bed.client] in
                    LLMObs.withClient(client) { LLMObs.task("thread task") { _ in } }
                }.value
            }
            LLMObs.workflow("wf2 (second LLMObs root in the same APM trace)", mlApp: "other-app") { _ in
                LLMObs.task("inherits ml_app") { _ in }
            }
        }
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let (started, starter) = AsyncStream.makeStream(of: Void.self)
        let child = await LLMObs.workflow("out of order") { _ in
            let child = Task {
                await LLMObs.task("child finished after its parent") { _ in
                    starter.finish()
                    for await _ in gate {}
                }
            }
            for await _ in started {}
            return child
        }
        opener.finish()
        await child.value
    }

    static func annotationContext(_ bed: TestBed) {
        LLMObs.annotating(name: "renamed", tags: ["ctx": "1"], prompt: .init(id: "p", template: .text("t"))) {
            LLMObs.llm("original", model: "m") { _ in }
            LLMObs.task("original task") { _ in }
        }
    }

    /// What the reference program registers as processor.
    @Sendable static func process(_ span: LLMObs.ProcessedSpan) -> LLMObs.ProcessedSpan? {
        guard span.tags["drop"] == nil else { return nil }
        var span = span
        span.input = span.input?.mappingTexts { _ in "[redacted]" }
        return span
    }

    static func processor(_ bed: TestBed) {
        LLMObs.task("kept") { span in
            span.annotate(input: "secret")
            span.annotate(output: "o")
        }
        LLMObs.task("dropped") { span in span.annotate(tags: ["drop": "1"]) }
    }

    static func evaluations(_ bed: TestBed) throws {
        let span = LLMObs.workflow("wf") { _ in
            LLMObs.llm("llm", model: "m") { span in
                span.annotate(input: ["q"])
                span.annotate(output: ["a"])
                span.annotate(tags: ["request_id": "req-1"])
                return LLMObs.exportSpan()
            }
        }
        guard let span else { return }
        let time: Int64 = 1_765_990_800_000
        try LLMObs.submit(
            LLMObs.Evaluation(
                "accuracy",
                .score(0.87),
                of: .span(span),
                assessment: .pass,
                reasoning: "6 of 7 rows equal",
                tags: ["evaluator": "rules"],
                metadata: ["rows": 7],
                timestamp: time
            )
        )
        try LLMObs.submit(
            LLMObs.Evaluation(
                "verdict",
                .categorical("good"),
                of: .span(span),
                timestamp: time,
                mlApp: "vote-extractor"
            )
        )
        try LLMObs.submit(
            LLMObs.Evaluation("valid", .boolean(false), of: .span(span), assessment: .fail, timestamp: time)
        )
        try LLMObs.submit(LLMObs.Evaluation("detail", .json(["a": [1]]), of: .span(span), timestamp: time))
        let tag = LLMObs.Evaluation.Target.tag(key: "request_id", value: "req-1")
        try LLMObs.submit(LLMObs.Evaluation("by_tag", .score(1), of: tag, timestamp: time))
        try LLMObs.submit(LLMObs.Evaluation("trace_level", .score(0.5), of: .span(span), scope: .trace))
        try LLMObs.submit(LLMObs.Feedback("thumbs", .categorical("up"), of: .span(span.spanID), by: .init(id: "u-7")))
    }

    static func distributed(_ bed: TestBed) -> [String: [String: String]] {
        let tracer = bed.capture.tracer
        var headers: [String: [String: String]] = [:]
        LLMObs.workflow("upstream", sessionID: "sess-9") { _ in
            LLMObs.task("sender") { _ in
                headers["injected inside an LLMObs task"] = injected(tracer)
                tracer.withSpan("apm.inside") { _ in
                    headers["injected inside an APM span under the task"] = injected(tracer)
                }
            }
        }
        tracer.withSpan("plain.apm") { _ in
            headers["injected with no LLMObs span active"] = injected(tracer)
        }
        LLMObs.agent("Agent Zero") { _ in
            headers["injected inside an agent"] = injected(tracer)
        }
        var context = ServiceContext.topLevel
        tracer.extract(headers["injected inside an LLMObs task"] ?? [:], into: &context, using: HeaderExtractor())
        LLMObs.workflow("downstream", context: context) { _ in
            tracer.withSpan("apm.child") { _ in }
            LLMObs.task("downstream child") { _ in }
        }
        return headers
    }

    static func injected(_ tracer: DatadogTracer) -> [String: String] {
        var headers: [String: String] = [:]
        tracer.inject(ServiceContext.current ?? .topLevel, into: &headers, using: HeaderInjector())
        return headers
    }

    static func oversize(_ bed: TestBed) {
        LLMObs.task("big") { span in
            span.annotate(input: .string(String(repeating: "x", count: 5_100_000)))
            span.annotate(output: "small")
            span.annotate(metadata: ["k": "v"])
        }
        LLMObs.task("small") { span in
            span.annotate(input: "i")
            span.annotate(output: "o")
        }
    }

    static func batch(_ bed: TestBed, _ count: Int, padding: Int = 10) {
        for index in 0..<count {
            LLMObs.task("t\(index)") { span in
                span.annotate(input: .string(String(repeating: "x", count: padding)))
            }
        }
    }

    /// What ddtrace's integration of Gemini's library says about two calls, said by hand.
    static func modelCalls(_ bed: TestBed) {
        LLMObs.workflow("wf") { _ in
            LLMObs.llm("google_genai.request", model: "gemini-2.5-flash", provider: "google") { span in
                let picture = "[inline data: image/jpeg]"
                span.annotate(input: [.system("you read forms"), .user("read this form"), .user(picture)])
                span.annotate(output: [.assistant(#"{"votes": 1}"#)])
                let unset = [
                    "automatic_function_calling", "candidate_count", "frequency_penalty", "logprobs",
                    "presence_penalty",
                    "response_logprobs", "safety_settings", "seed", "stop_sequences", "top_k", "top_p",
                ]
                span.annotate(metadata: JSONObject(unset.map { ($0, .null) }))
                span.annotate(
                    metadata: [
                        "max_output_tokens": 16384, "response_mime_type": "application/json", "temperature": 0.0,
                    ]
                )
                span.annotate(usage: .init(input: 258, output: 52, total: 310, cacheRead: 5, reasoning: 10))
                span.annotate(tags: ["integration": "google_genai"])
            }
            let message =
                "400 INVALID_ARGUMENT. {'error': {'code': 400, 'message': 'no such model', 'status': 'INVALID_ARGUMENT'}}"
            try? LLMObs.llm("google_genai.request", model: "gemini-broken", provider: "google") { span in
                span.annotate(input: [.user("x")])
                span.annotate(output: [.assistant("")])
                span.annotate(tags: ["integration": "google_genai"])
                throw Failure("google.genai.errors.ClientError", message)
            }
        }
    }

    static func sampledOut(_ bed: TestBed) {
        for index in 0..<8 { LLMObs.workflow("w\(index)") { _ in LLMObs.task("child") { _ in } } }
    }
}
