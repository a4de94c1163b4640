// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@Suite(
    "Spans of LLM Observability",
    .serialized,
    .enabled(if: DatadogTestAgent.isInstalled, "\(DatadogTestAgent.hint)")
)
struct LLMObsRouteTests {
    private static let path = "/llm_observability/trace"
    private static let enabled = ["DD_LLMOBS_ENABLED": "true", "DD_LLMOBS_ML_APP": "votes", "DD_SERVICE": "own"]

    /// Sends a structure; gives the answer, and the events by name.
    private func trace(_ structure: JSONValue) async throws -> (answer: JSONValue, events: [String: JSONValue]) {
        var answer = JSONValue.null
        var events: [String: JSONValue] = [:]
        try await withTestClient(Self.enabled) { client, agent in
            answer = try await client.call(Self.path, ["trace_structure_request": structure])
            for event in try await agent.events() { events[event["name"]?.stringValue ?? ""] = event }
        }
        return (answer, events)
    }

    /// All that suites write out, most of it null.
    private func span(_ kind: String, _ members: JSONObject = [:]) -> JSONValue {
        var span: JSONObject = [
            "type": "span", "sdk": "llmobs", "kind": .string(kind), "name": nil, "children": nil, "annotations": nil,
            "annotate_after": nil, "export_span": nil, "session_id": nil, "ml_app": nil, "model_name": nil,
            "model_provider": nil,
        ]
        for (key, value) in members { span[key] = value }
        return .object(span)
    }

    private func tags(_ event: JSONValue?) -> [String] { event?["tags"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    @Test(arguments: ["workflow", "task", "tool", "agent", "llm", "embedding", "retrieval"])
    func eachKindIsNamedAsItself(kind: String) async throws {
        let (answer, events) = try await trace(span(kind))
        #expect(answer == [:])
        #expect(events.count == 1 && events[kind]?["meta"]?["span"]?["kind"] == .string(kind))
        #expect(tags(events[kind]).contains("ml_app:votes"))
        #expect(events[kind]?["parent_id"] == "undefined")
        let model = ["llm", "embedding"].contains(kind) ? "unknown" : nil
        #expect(events[kind]?["meta"]?["model_name"]?.stringValue == model)
    }

    @Test func spansNest() async throws {
        let call = span("llm", ["model_name": "m", "model_provider": "Google"])
        let plain: JSONValue = ["sdk": "tracer", "name": "plain", "children": [call]]
        let children: JSONValue = [plain, span("task"), span("task", ["name": "other", "ml_app": "else"])]
        let (_, events) = try await trace(span("workflow", ["session_id": "s1", "children": children]))
        #expect(Set(events.keys) == ["workflow", "llm", "task", "other"], "the tracer's own span is no event")
        let root = events["workflow"]
        for name in ["llm", "task", "other"] {
            #expect(events[name]?["parent_id"] == root?["span_id"], "\(name)")
            #expect(events[name]?["trace_id"] == root?["trace_id"], "\(name)")
            #expect(events[name]?["session_id"] == "s1", "\(name)")
        }
        #expect(events["llm"]?["meta"]?["model_name"] == "m" && events["llm"]?["meta"]?["model_provider"] == "google")
        #expect(tags(events["other"]).contains("ml_app:else") && tags(events["task"]).contains("ml_app:votes"))
    }

    @Test func spansAreAnnotated() async throws {
        let annotations: JSONValue = [
            [
                "input_data": [["role": "user", "content": "how many?"]], "output_data": "12",
                "metadata": ["temperature": 0.5], "metrics": ["input_tokens": 7], "tags": ["team": "a", "n": 1],
                "explicit_span": true,
            ],
            ["prompt": ["id": "p", "chat_template": [["role": "user", "content": "how {{x}}?"]]]],
            ["prompt": ["variables": ["x": "many"]], "cost_tags": ["team", "missing", 5, "team"]],
        ]
        let (_, events) = try await trace(span("llm", ["annotations": annotations]))
        let meta = events["llm"]?["meta"]
        #expect(meta?["input"]?["messages"] == [["role": "user", "content": "how many?"]])
        #expect(meta?["output"]?["messages"] == [["role": "", "content": "12"]])
        #expect(meta?["metadata"] == ["temperature": 0.5, "_dd": ["cost_tags": ["team"]]])
        #expect(events["llm"]?["metrics"]?["input_tokens"]?.doubleValue == 7)
        #expect(tags(events["llm"]).contains("team:a") && tags(events["llm"]).contains("n:1"))
        let prompt = meta?["input"]?["prompt"]
        #expect(prompt?["id"] == "p" && prompt?["variables"] == ["x": "many"])
        #expect(prompt?["chat_template"] == [["role": "user", "content": "how {{x}}?"]])
    }

    @Test func contentsFitTheKind() async throws {
        let annotations: JSONValue = [["input_data": ["a": [1]], "output_data": [["text": "found", "score": 0.5]]]]
        let (_, found) = try await trace(span("retrieval", ["annotations": annotations]))
        #expect(found["retrieval"]?["meta"]?["input"]?["value"] == #"{"a":[1]}"#)
        #expect(found["retrieval"]?["meta"]?["output"]?["documents"] == [["text": "found", "score": 0.5]])
        let (_, made) = try await trace(
            span("embedding", ["annotations": [["input_data": "text", "output_data": "2 vectors"]]])
        )
        #expect(made["embedding"]?["meta"]?["input"]?["documents"] == [["text": "text"]])
        #expect(made["embedding"]?["meta"]?["output"]?["value"] == "2 vectors")
    }

    @Test func annotationContextsReachAllThatIsInside() async throws {
        let inner: JSONValue = [
            "type": "annotation_context", "tags": ["a": "inner"], "prompt": ["id": "p", "template": "hi"],
            "children": [span("llm", ["children": [span("tool")]])],
        ]
        let (answer, events) = try await trace([
            "type": "annotation_context", "tags": ["a": "outer", "b": "outer"], "cost_tags": ["b", "later"],
            "children": [inner, span("task", ["export_span": "implicit"])],
        ])
        #expect(tags(events["llm"]).contains("a:inner") && tags(events["llm"]).contains("b:outer"))
        #expect(tags(events["tool"]).contains("a:inner") && tags(events["task"]).contains("a:outer"))
        #expect(events["llm"]?["meta"]?["input"]?["prompt"]?["template"] == "hi")
        #expect(events["llm"]?["meta"]?["metadata"]?["_dd"] == ["cost_tags": ["b"]])
        #expect(events["task"]?["meta"]?["metadata"]?["_dd"] == nil, "a task costs nothing")
        #expect(answer["span_id"] == events["task"]?["span_id"] && answer["trace_id"] == events["task"]?["trace_id"])
    }

    @Test(arguments: ["explicit", "implicit"]) func aSpanIsExported(how: String) async throws {
        let (answer, events) = try await trace(span("agent", ["export_span": .string(how)]))
        #expect(answer["span_id"] != nil)
        #expect(answer["span_id"] == events["agent"]?["span_id"] && answer["trace_id"] == events["agent"]?["trace_id"])
    }

    @Test func whatCannotBeDoneIsAnErrorThatSaysWhy() async throws {
        let cases: [(JSONValue, String)] = [
            (.null, "object"), ([1], "object"), (["sdk": "llmobs"], "needs a kind"), (span("song"), "song"),
            (["sdk": "other"], "other"), (["type": "loop", "sdk": "llmobs"], "loop"),
            (span("task", ["children": 1]), "children"), (span("task", ["children": [span("song")]]), "song"),
            (span("task", ["name": 1]), "name"), (span("task", ["export_span": "x"]), "export_span"),
            (span("llm", ["annotations": [["metrics": ["n": "many"]]]]), "n has to be a number"),
            (span("llm", ["annotations": [["input_data": [["text": "x"]]]]]), "message"),
            (span("embedding", ["annotations": [["input_data": 5]]]), "document"),
            (span("llm", ["annotations": [["prompt": ["template": "a", "chat_template": []]]]]), "either"),
            (span("llm", ["annotations": [["tags": ["x"]]]]), "tags"),
            (span("task", ["annotate_after": true, "annotations": [["tags": ["a": "b"]]]]), "has ended"),
            (["sdk": "tracer", "annotations": [["tags": ["a": "b"]]]], "no span of LLM Observability"),
            (["sdk": "tracer", "export_span": "implicit"], "no span of LLM Observability"),
        ]
        try await withTestClient(Self.enabled) { client, _ in
            for (structure, word) in cases {
                let error = await #expect(throws: TestSupportError.self, "\(structure.text)") {
                    try await client.call(Self.path, ["trace_structure_request": structure])
                }
                let text = String(describing: error)
                #expect(text.contains("400") && text.contains(word), "\(structure.text): \(text)")
            }
        }
    }

    @Test func belowASpanOfItTheTracersSpanIsAnnotatedAndExportedAsThatOne() async throws {
        let plain: JSONValue = [
            "sdk": "tracer", "name": "plain", "export_span": "implicit", "annotations": [["tags": ["from": "below"]]],
        ]
        let (_, events) = try await trace(span("workflow", ["children": [plain]]))
        #expect(tags(events["workflow"]).contains("from:below"))
    }

    @Test func switchedOffItSaysSo() async throws {
        try await withTestClient { client, _ in
            let error = await #expect(throws: TestSupportError.self) {
                try await client.call(Self.path, ["trace_structure_request": span("task")])
            }
            #expect(String(describing: error).contains("DD_LLMOBS_ENABLED"))
        }
    }
}
