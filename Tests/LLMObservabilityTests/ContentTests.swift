// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import Synchronization
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
            let call = LLMObs.ToolCall(name: "save", arguments: ["a": .string(secret), secret: ["c": [1, 2]]])
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
        LLMObs.agent("agent") { span in
            span.annotate(agent: LLMObs.AgentManifest(instructions: secret, tools: [.init(name: "save")]))
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
            #expect(sent.count == 7)
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
            let arguments = output?["tool_calls"]?[0]?["arguments"]?.objectValue?.map(\.key)
            #expect(arguments == ["arguments"], "keys can be out of a document, and numbers be found by trying")
            let manifest = try bed.spanEvent(named: "agent")?["meta"]?["metadata"]?["_dd"]?["agent_manifest"]
            #expect(manifest?["instructions"]?.stringValue == summary && manifest?["tools"]?[0]?["name"] == "save")
            #expect(event["meta"]?["input"]?["prompt"]?["id"] == "p")
            #expect(event["metrics"]?["input_tokens"] == 3)
            let document = try bed.spanEvent(named: "retrieval")?["meta"]?["output"]?["documents"]?[0]
            #expect(document?["id"] == "d" && document?["score"] == 0.5 && document?["text"]?.stringValue == summary)
        }
    }

    /// Who knows a list of candidates must not find out by trying whose name was read.
    @Test func hashesHaveAKey() {
        #expect(ContentSummary.of("a") == ContentSummary.of("a") && ContentSummary.of("a") != ContentSummary.of("b"))
        #expect(ContentSummary.of("") != "[not captured: 0 bytes, hash cbf29ce484222325]", "FNV-1a has none")
        #expect(ContentSummary.of("foobar") != "[not captured: 6 bytes, hash 85944171f73967e8]")
        #expect(ContentSummary.of("é").hasPrefix("[not captured: 2 bytes, hash "))
    }

    /// What would not be sent anyway is not kept until the end.
    @Test func openSpansHoldNoMoreThanAnEventMay() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumEventBytes = 100_000 }) { bed in
            await bed.run { _ in
                LLMObs.task("large") { span in
                    let large = JSONValue.string(String(repeating: "x", count: 200_000))
                    span.annotate(input: large)
                    span.annotate(output: "small")
                    let kept = span.record?.state.withLock { $0.annotations.input?.estimatedSize ?? 0 } ?? 0
                    #expect(kept < 1_000)
                }
                LLMObs.task("replaced") { span in
                    span.annotate(input: String(repeating: "x", count: 200_000))
                    span.annotate(input: "small")
                }
                LLMObs.task("many") { span in
                    for index in 0..<3_000 {
                        span.annotate(tags: ["t\(index)": "x"])
                        span.annotate(metrics: ["m\(index)": 1])
                    }
                    for index in 0..<200 { span.annotate(metadata: ["d\(index % 2)": .string("\(index)")]) }
                    for _ in 0..<100 {
                        span.annotate(metadata: ["big": .string(String(repeating: "x", count: 15_000))])
                    }
                    #expect(bed.client.statistics.snapshot.droppedAnnotations == 2 * (3_000 - 1_024))
                    let annotations = span.record?.state.withLock { $0.annotations }
                    #expect(annotations?.tags.count ?? 0 <= 1_024 && annotations?.metrics.count ?? 0 <= 1_024)
                    #expect(annotations?.metadata["d1"] == "199")
                    #expect(annotations?.metadata.estimatedSize ?? 0 < 20_000)
                }
            }
            let large = try #require(try bed.spanEvent(named: "large"))
            #expect(large["collection_errors"] == ["dropped_io"])
            #expect(large["meta"]?["output"]?["value"]?.stringValue == SpanEvent.dropped)
            let replaced = try #require(try bed.spanEvent(named: "replaced"))
            #expect(replaced["meta"]?["input"]?["value"] == "small" && replaced["collection_errors"] == nil)
        }
    }

    /// Whatever can be large counts: the estimate holds the queue's bound, and keeps large events out of spans.
    @Test(arguments: 0..<9) func theEstimateMissesNothing(part: Int) async throws {
        let text = String(repeating: "x", count: 100_000)
        try await withTestBed(configuration: .test { $0.exportMode = .apmSpans }) { bed in
            await bed.run { _ in
                LLMObs.agent(part == 0 ? text : "a", sessionID: part == 1 ? text : nil, mlApp: part == 2 ? text : nil) {
                    span in
                    if part == 3 { span.annotate(agent: LLMObs.AgentManifest(instructions: text)) }
                    if part == 4 {
                        span.annotate(agent: LLMObs.AgentManifest(tools: [.init(name: "t", description: text)]))
                    }
                }
                LLMObs.llm("m", model: part == 5 ? text : "m") { span in
                    if part == 6 { span.annotate(toolDefinitions: [.init(name: "t", description: text)]) }
                    if part == 7 {
                        let call = LLMObs.ToolCall(name: "t", arguments: [:], id: text)
                        span.annotate(output: [LLMObs.Message("", toolCalls: [call])])
                    }
                    if part == 8 {
                        let picture = LLMObs.MediaPart(mimeType: "image/png", attachmentKey: text)
                        span.annotate(input: [LLMObs.Message("", images: [picture])])
                    }
                }
            }
            let alone = try bed.spanEvents()
            #expect(alone.count == 1, "the large one goes by itself")
            let inside = bed.capture.popSpans().filter { !$0.metaStruct.isEmpty }
            #expect(inside.count == 1)
        }
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

    private struct Leak: Error, CustomStringConvertible {
        var description: String { ContentTests.secret }
    }

    /// A hook that blacks a word out can do so wherever the word may be.
    @Test(arguments: [LLMObsExportMode.agent, .apmSpans]) func aProcessorReachesAllTexts(
        mode: LLMObsExportMode
    ) async throws {
        let redact: @Sendable (String) -> String = { $0.replacing(Self.secret, with: "***") }
        let configuration = LLMObsConfiguration.test { configuration in
            configuration.exportMode = mode
            configuration.processor = { span in
                var span = span
                #expect(span.metadata["_dd"] == nil, "Datadog's own")
                span.input = span.input?.mappingTexts(redact)
                span.output = span.output?.mappingTexts(redact)
                span.expectedOutput = span.expectedOutput?.mappingTexts(redact)
                span.prompt = span.prompt?.mappingTexts(redact)
                span.tags = span.tags.mapValues(redact)
                span.tags["removed"] = nil
                if let error = span.error {
                    span.error = LLMObs.SpanError(
                        type: error.type,
                        message: redact(error.message),
                        stack: redact(error.stack)
                    )
                }
                return span
            }
        }
        try await withTestBed(configuration: configuration) { bed in
            await bed.run { _ in
                try? LLMObs.llm("llm", model: "m") { span in
                    span.annotate(input: [.user(Self.secret)])
                    span.annotate(output: [.assistant("it is \(Self.secret)")])
                    span.annotate(
                        prompt: LLMObs.Prompt(template: .text("for \(Self.secret)"), variables: ["name": Self.secret])
                    )
                    span.annotate(tags: ["who": Self.secret, "removed": "x", "host": "h"])
                    span.annotate(costTags: ["host"])
                    throw Leak()
                }
                let membership = ExperimentMembership(tags: [:], isMirrored: false)
                await LLMObs.experiment("record", membership) { span in
                    span.annotate(expectedOutput: .string(Self.secret))
                    await Task.yield()
                }
            }
            let spans = bed.capture.popSpans()
            let structs = try spans.compactMap { try $0.metaStruct["_llmobs"].map(StructReader.read) }
            let events = try bed.spanEvents() + structs
            #expect(events.count == 2 && !events.contains { $0.text.contains(Self.secret) })
            let event = try #require(events.first { $0["name"] == "llm" })
            #expect(event["meta"]?["input"]?["prompt"]?["variables"]?["name"] == "***")
            let own = event["meta"]?["metadata"]?["_dd"]
            #expect(own?["cost_tags"] == ["host"])
            let tags = event["tags"]?.text ?? ""
            #expect(tags.contains("***") && tags.contains("host") && !tags.contains("removed"))
            #expect(spans.first?.tag("error.message") == "***")
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
