// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import TestSupport
import Testing
import Tracing

@testable import LLMObservability

/// What is sent of texts while that is not switched on: nothing but sizes and hashes.
@Suite struct ContentTests {
    /// Every text that may not leave holds this.
    private static let secret = "GEHEIM"

    private func annotateEverything() {
        let secret = Self.secret
        LLMObs.workflow("workflow") { span in
            span.annotate(input: ["name": .string(secret)])
            span.annotate(output: .string(secret))
        }
        LLMObs.llm("llm", model: "m") { span in
            let call = LLMObs.ToolCall(name: "save", arguments: ["a": .string(secret), "b": ["c": [1, 2]]])
            let picture = LLMObs.MediaPart(mimeType: "image/jpeg", content: secret)
            span.annotate(input: [.system(secret), LLMObs.Message(role: "user", secret, images: [picture])])
            let result = LLMObs.ToolResult(secret, name: "save")
            span.annotate(output: [LLMObs.Message(secret, toolCalls: [call], toolResults: [result], audio: [picture])])
            span.annotate(prompt: .init(id: "p", template: .text(secret), variables: ["v": secret]))
            span.annotate(usage: .init(input: 3))
        }
        LLMObs.llm("chat", model: "m") { span in
            span.annotate(prompt: .init(template: .chat([.user(secret)])))
        }
        LLMObs.embedding("embedding") { span in
            span.annotate(input: [LLMObs.Document(secret, name: secret)])
            span.annotate(output: .string(secret))
        }
        LLMObs.retrieval("retrieval") { span in
            span.annotate(input: .string(secret))
            span.annotate(output: [LLMObs.Document(secret, name: secret, id: "d", score: 0.5)])
        }
        LLMObs.annotating(prompt: .init(template: .text(secret))) {
            LLMObs.llm("inherited", model: "m") { _ in }
        }
    }

    @Test(arguments: [LLMObsExportMode.agent, .apmSpans]) func noTextLeaves(mode: LLMObsExportMode) async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.capturesContent = false
            configuration.exportMode = mode
        }
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { _ in annotateEverything() }
            let spans = bed.capture.popSpans()
            let structs = try spans.compactMap { try $0.metaStruct["_llmobs"].map(StructReader.read) }
            let sent = try bed.spanEvents() + structs
            #expect(sent.count == 6)
            let text = sent.map(\.text).joined() + spans.map { "\($0.finished)" }.joined()
            #expect(!text.contains(Self.secret))
        }
    }

    @Test func sizesAndHashesAreSentInTheirPlace() async throws {
        try await withTestBed(configuration: .test { $0.capturesContent = false }) { bed in
            await bed.run { _ in annotateEverything() }
            let event = try #require(try bed.spanEvent(named: "llm"))
            let messages = try #require(event["meta"]?["input"]?["messages"]?.arrayValue)
            #expect(messages.map { $0["role"]?.stringValue } == ["system", "user"])
            let summary = try #require(messages[0]["content"]?.stringValue)
            #expect(summary.wholeMatch(of: /\[not captured: 6 bytes, hash [0-9a-f]{16}\]/) != nil)
            #expect(messages[1]["content"]?.stringValue == summary, "the same text has the same hash")
            let output = event["meta"]?["output"]?["messages"]?[0]
            #expect(output?["tool_calls"]?[0]?["name"] == "save")
            #expect(output?["tool_calls"]?[0]?["arguments"]?["a"]?.stringValue == summary)
            #expect(event["meta"]?["input"]?["prompt"]?["id"] == "p")
            #expect(event["metrics"]?["input_tokens"] == 3)
            let document = try bed.spanEvent(named: "retrieval")?["meta"]?["output"]?["documents"]?[0]
            #expect(document?["id"] == "d" && document?["score"] == 0.5 && document?["text"]?.stringValue == summary)
        }
    }

    @Test func hashesAreOfTheKnownKind() {
        // Published values of FNV-1a with 64 bits.
        #expect(ContentSummary.of("") == "[not captured: 0 bytes, hash cbf29ce484222325]")
        #expect(ContentSummary.of("a") == "[not captured: 1 bytes, hash af63dc4c8601ec8c]")
        #expect(ContentSummary.of("foobar") == "[not captured: 6 bytes, hash 85944171f73967e8]")
    }

    @Test func aProcessorCanTakeEverythingAway() async throws {
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.processor = { span in
                var span = span
                #expect(span.kind == "task" && span.name == "t" && span.tags["ml_app"] == "vote-extractor")
                span.input = nil
                span.output = .value("replaced")
                span.metadata = [:]
                return span
            }
        }
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { _ in
                LLMObs.task("t") { span in
                    span.annotate(input: "secret")
                    span.annotate(output: "secret")
                    span.annotate(metadata: ["a": 1])
                }
            }
            let meta = try #require(try bed.spanEvents().first?["meta"])
            #expect(meta["input"] == nil && meta["output"] == ["value": "replaced"] && meta["metadata"] == [:])
        }
    }

    @Test func aDroppedEventIsCounted() async throws {
        try await withTestBed(configuration: .test { $0.processor = { _ in nil } }) { bed in
            await bed.run { FeatureScenarios.batch($0, 2) }
            #expect(bed.requests.isEmpty)
            #expect(bed.client.statistics.snapshot.spans.dropped == [.processor: 2])
            #expect(bed.capture.popSpans().count == 2)
        }
    }
}
