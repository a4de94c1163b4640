// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import Synchronization
import Testing
import Tracing

@testable import LLMObservability

/// The closures themselves: where they run, what they throw, who is whose parent, and what they cost while disabled.
@Suite struct ClosureTests {
    private enum Problem: Error { case serious }

    @Test func errorsKeepTheirType() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                do throws(Problem) {
                    try LLMObs.task("sync") { (_) throws(Problem) in throw .serious }
                } catch {
                    #expect(error == .serious)
                }
                do throws(Problem) {
                    try await LLMObs.task("async") { (_) async throws(Problem) in
                        await Task.yield()
                        throw .serious
                    }
                } catch {
                    #expect(error == .serious)
                }
                let value = LLMObs.task("needs no try") { _ in 5 }
                #expect(value == 5)
            }
            for name in ["sync", "async"] {
                let event = try #require(try bed.spanEvent(named: name))
                #expect(event["status"] == "error")
                #expect(event["meta"]?["error"]?["type"]?.stringValue?.hasSuffix("Problem") == true)
            }
            #expect(try bed.spanEvent(named: "needs no try")?["status"] == "ok")
        }
    }

    private actor Counter {
        var count = 0

        func countInside() async {
            await LLMObs.workflow("actor") { _ in
                count += 1
                await LLMObs.task("inner") { _ in
                    await Task.yield()
                    count += 1
                }
            }
            LLMObs.task("sync") { _ in count += 1 }
        }
    }

    @MainActor private static var mainCount = 0

    @MainActor private func countOnMainActor() async {
        await LLMObs.workflow("main") { _ in
            MainActor.assertIsolated()
            await Task.yield()
            MainActor.assertIsolated()
            Self.mainCount += 1
        }
    }

    @Test func closuresStayWhereTheCallerIs() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                let counter = Counter()
                await counter.countInside()
                #expect(await counter.count == 3)
                await countOnMainActor()
                #expect(await Self.mainCount == 1)
            }
            let events = try bed.spanEvents()
            #expect(events.count == 4)
        }
    }

    @Test func everyKindOfTaskIsBelowTheSpan() async throws {
        try await withTestBed { bed in
            await bed.run { bed in
                await LLMObs.workflow("root") { span in
                    async let one: Void = LLMObs.task("async let") { _ in await Task.yield() }
                    await withTaskGroup { group in
                        group.addTask { LLMObs.tool("group") { _ in } }
                    }
                    await one
                    await Task { LLMObs.tool("unstructured") { _ in } }.value
                    let context = span.context
                    await Task.detached { LLMObs.tool("detached", context: context) { _ in } }.value
                    await Task.detached {
                        ServiceContext.$current.withValue(context) { LLMObs.tool("detached in context") { _ in } }
                    }.value
                    let apmContext = span.apmSpan.context
                    await Task.detached {
                        bed.capture.tracer.withSpan("plain", context: apmContext) { plain in
                            LLMObs.tool("below a plain one", context: plain.context) { _ in }
                        }
                    }.value
                }
            }
            let events = try bed.spanEvents()
            let root = try #require(try bed.spanEvent(named: "root"))
            #expect(events.count == 7)
            for event in events where event["name"] != "root" {
                #expect(event["parent_id"] == root["span_id"] && event["trace_id"] == root["trace_id"])
            }
            #expect(Set(bed.capture.popSpans().map(\.traceID)).count == 1)
        }
    }

    /// What starts when the span above has ended goes to the next one above that is open, else begins a trace.
    @Test func endedSpansHaveNoMoreChildren() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                var inner = ServiceContext.topLevel
                var outer = ServiceContext.topLevel
                LLMObs.workflow("outer") { span in
                    outer = span.context
                    LLMObs.task("ended") { inner = $0.context }
                    LLMObs.tool("late", context: inner) { _ in }
                }
                LLMObs.tool("too late", context: outer) { _ in }
            }
            let outer = try #require(try bed.spanEvent(named: "outer"))
            #expect(try bed.spanEvent(named: "late")?["parent_id"] == outer["span_id"])
            let root = try #require(try bed.spanEvent(named: "too late"))
            #expect(root["parent_id"] == "undefined" && root["trace_id"] != outer["trace_id"])
        }
    }

    /// One span too many makes no event, and does not stand between those above and below it.
    @Test func aSpanTooManyDoesNotCutTheTrace() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumOpenSpans = 2 }) { bed in
            await bed.run { _ in
                LLMObs.workflow("grandparent", sessionID: "s") { above in
                    let context = LLMObs.task("full") { _ in LLMObs.task("not admitted") { $0.context } }
                    // There is room again.
                    LLMObs.tool("grandchild", context: context) { _ in }
                    ServiceContext.$current.withValue(context) {
                        #expect(LLMObs.exportSpan() == above.exported)
                    }
                }
            }
            let above = try #require(try bed.spanEvent(named: "grandparent"))
            let below = try #require(try bed.spanEvent(named: "grandchild"))
            #expect(below["parent_id"] == above["span_id"] && below["trace_id"] == above["trace_id"])
            #expect(below["session_id"] == "s")
        }
    }

    private static func open(_ context: ServiceContext, _ client: LLMObsClient) -> LLMObs.TaskSpan {
        let place = SourcePlace(function: "", file: "", line: 0)
        return client.open(SpanOpening("link", nil, nil, in: context, at: place), LLMObs.TaskKind.self)
    }

    /// Each begins before the one above it ends, as in a chain of calls that go on without those who made them.
    @Test func longChainsOfEndedSpansCostNeitherStackNorMemory() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumQueuedEvents = 10 }) { bed in
            weak var early: SpanRecord?
            var span = Self.open(.topLevel, bed.client)
            for step in 0..<5_000 {
                let next = Self.open(span.context, bed.client)
                span.apmSpan.end()
                if step == 10 { early = span.record }
                span = next
            }
            #expect(early == nil, "nobody needs it any more")
            #expect(span.context.openSpanRecord === span.record)
            span.apmSpan.end()
            #expect(span.context.openSpanRecord == nil)
        }
    }

    /// Spans inside of each other that all end, of which the innermost outlives all.
    @Test func deepContextsCostNoStack() async throws {
        try await withTestBed(configuration: .test { $0.limits.maximumQueuedEvents = 10 }) { bed in
            var spans = [Self.open(.topLevel, bed.client)]
            for _ in 0..<5_000 { spans.append(Self.open(spans[spans.count - 1].context, bed.client)) }
            let innermost = spans[spans.count - 1].context
            for span in spans.reversed().dropLast() { span.apmSpan.end() }
            #expect(innermost.openSpanRecord === spans[0].record)
            spans[0].apmSpan.end()
            spans = []
            #expect(innermost.openSpanRecord == nil)
        }
    }

    @Test func annotationsOfManyTasksAreAllKept() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                await LLMObs.workflow("w") { span in
                    await withTaskGroup { group in
                        for index in 0..<100 {
                            group.addTask {
                                span.annotate(metadata: ["m\(index)": .integer(Int64(index))])
                                span.annotate(tags: ["t\(index)": "x"])
                                span.annotate(metrics: ["n\(index)": 1, "infinite": .infinity])
                            }
                        }
                    }
                }
            }
            let event = try #require(try bed.spanEvents().first)
            #expect(event["meta"]?["metadata"]?.objectValue?.count == 100)
            #expect(event["metrics"]?.objectValue?.count == 100)
            #expect(event["tags"]?.arrayValue?.count { $0.stringValue?.hasPrefix("t") == true } == 100)
        }
    }

    @Test func theActiveSpanCanBeAnnotated() async throws {
        try await withTestBed { bed in
            await bed.run { bed in
                #expect(LLMObs.activeSpan?.exported == nil)
                LLMObs.workflow("w") { span in
                    bed.capture.tracer.withSpan("plain") { _ in
                        LLMObs.activeSpan?.annotate(tags: ["from": "below"])
                        #expect(LLMObs.activeSpan?.exported == span.exported && LLMObs.exportSpan() == span.exported)
                    }
                }
            }
            let event = try bed.spanEvents().first
            #expect(event?["tags"]?.arrayValue?.contains("from:below") == true)
        }
    }

    /// What ddtrace's `LLMObs.annotate` does most: input, output and metrics of the span around, whatever its kind.
    @Test func theActiveSpanTakesWhatItsKindCarries() async throws {
        func annotate() {
            let (question, answer) = ("asked", "answered")
            LLMObs.activeSpan?.annotate(input: question)
            LLMObs.activeSpan?.annotate(output: answer)
            LLMObs.activeSpan?.annotate(usage: .init(input: 3))
            LLMObs.activeSpan?.annotate(prompt: .init(id: "p"))
        }
        try await withTestBed { bed in
            await bed.run { _ in
                LLMObs.llm("llm", model: "m") { _ in annotate() }
                LLMObs.workflow("workflow") { _ in annotate() }
                LLMObs.embedding("embedding", model: "m") { _ in annotate() }
                LLMObs.retrieval("retrieval") { _ in annotate() }
                LLMObs.llm("messages", model: "m") { _ in LLMObs.activeSpan?.annotate(input: [.user("u")]) }
                LLMObs.tool("messages of a tool") { _ in LLMObs.activeSpan?.annotate(input: [.user("u")]) }
            }
            func meta(_ name: String) throws -> JSONValue { try #require(try bed.spanEvent(named: name)?["meta"]) }
            let llm = try meta("llm")
            #expect(llm["input"]?["messages"] == [["content": "asked", "role": ""]])
            #expect(llm["output"]?["messages"] == [["content": "answered", "role": ""]])
            #expect(llm["input"]?["prompt"]?["id"] == "p")
            #expect(try bed.spanEvent(named: "llm")?["metrics"] == ["input_tokens": 3])
            let workflow = try meta("workflow")
            #expect(workflow["input"] == ["value": "asked"] && workflow["output"] == ["value": "answered"])
            #expect(try meta("embedding")["input"] == ["documents": [["text": "asked"]]])
            #expect(try meta("retrieval")["output"] == ["documents": [["text": "answered"]]])
            #expect(try meta("messages")["input"]?["messages"] == [["content": "u", "role": "user"]])
            #expect(try meta("messages of a tool")["input"]?["value"]?.stringValue?.contains(#""role":"user""#) == true)
        }
    }

    /// An answer that arrives piece by piece outlives the function that asked.
    @Test func spansCanBeEndedByHand() async throws {
        try await withTestBed { bed in
            let (call, below) = await bed.run { _ in
                LLMObs.workflow("w") { _ in
                    let call = LLMObs.llm.start("stream", model: "m", provider: "p")
                    return (call, LLMObs.task.start("below", context: call.context))
                }
            }
            let early = try bed.spanEvents()
            #expect(early.map { $0["name"] } == ["w"])
            call.annotate(output: ["a", "b"].joined())
            below.end(with: Problem.serious)
            call.end()
            call.end(with: Problem.serious)
            await bed.client.flush()
            let workflow = try #require(try bed.spanEvent(named: "w"))
            let stream = try #require(try bed.spanEvent(named: "stream"))
            #expect(stream["parent_id"] == workflow["span_id"] && stream["status"] == "ok")
            #expect(stream["meta"]?["model_name"] == "m")
            #expect(stream["meta"]?["output"]?["messages"]?[0]?["content"] == "ab")
            let failed = try #require(try bed.spanEvent(named: "below"))
            #expect(failed["parent_id"] == stream["span_id"] && failed["status"] == "error")
            #expect(try bed.spanEvents().count == 3)
        }
    }

    /// Variables of type String need no wrapping.
    @Test func stringsAreTakenAsTheyAre() async throws {
        let text = "a text"
        try await withTestBed { bed in
            await bed.run { _ in
                LLMObs.task("task") { span in
                    span.annotate(input: text)
                    span.annotate(output: "\(text)!")
                }
                LLMObs.llm("llm", model: "m") { span in
                    span.annotate(input: text)
                    span.annotate(output: text)
                }
                LLMObs.embedding("embedding", model: "m") { $0.annotate(input: text) }
            }
            let task = try #require(try bed.spanEvent(named: "task")?["meta"])
            #expect(task["input"] == ["value": "a text"] && task["output"] == ["value": "a text!"])
            let llm = try #require(try bed.spanEvent(named: "llm")?["meta"])
            #expect(llm["input"]?["messages"]?[0]?["content"] == "a text")
            #expect(llm["output"]?["messages"]?[0]?["content"] == "a text")
            #expect(try bed.spanEvent(named: "embedding")?["meta"]?["input"]?["documents"]?[0]?["text"] == "a text")
        }
    }

    /// A span that nobody ends makes no event, and is not forgotten.
    @Test func aSpanThatNeverEndsIsCounted() async throws {
        try await withTestBed { bed in
            do { _ = Self.open(.topLevel, bed.client) }
            #expect(bed.client.statistics.snapshot.spans.dropped == [.neverEnded: 1])
        }
    }

    /// As in ddtrace: who says no in the environment has the last word.
    @Test func enablingIsUpToTheEnvironment() async throws {
        await #expect(processExitsWith: .success) {
            for (isEnabled, expected) in [(nil, true), (true, true), (false, false)] as [(Bool?, Bool)] {
                try await withTestBed(configuration: .test { $0.isEnabled = isEnabled }) { bed in
                    LLMObs.enable(bed.client)
                    #expect(LLMObs.isEnabled == expected)
                    LLMObs.disable()
                }
            }
        }
    }

    @Test func annotationsAfterTheEndDoNothing() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                let span = LLMObs.task("t") { $0 }
                span.annotate(input: Self.unwanted())
                span.annotate(tags: ["late": "1"])
            }
            let event = try #require(try bed.spanEvents().first)
            #expect(event["meta"]?["input"] == nil && event["tags"]?.arrayValue?.contains("late:1") == false)
        }
    }

    private static func unwanted() -> JSONValue {
        Issue.record("an argument was made for nothing")
        return nil
    }

    @Test func disabledClosuresMakeTheTracersSpanOnly() async throws {
        let capture = TraceCapture()
        await withTracer(capture.tracer) {
            await LLMObs.withClient(nil) {
                let value = await LLMObs.workflow("w", sessionID: "s") { span in
                    span.annotate(input: Self.unwanted())
                    await Task.yield()
                    return LLMObs.llm("m") { span in
                        span.annotate(input: [])
                        return span.exported == nil && LLMObs.activeSpan == nil
                    }
                }
                #expect(value)
                _ = try? LLMObs.task("fails") { _ in throw Problem.serious }
            }
        }
        let spans = capture.popSpans()
        #expect(spans.map(\.name) == ["w", "m", "fails"])
        let workflow = try #require(spans.first)
        #expect(workflow.resource == "workflow" && workflow.type == "llm" && workflow.children.map(\.name) == ["m"])
        #expect(spans.last?.isError == true && workflow.tag("llmobs_trace_id") == nil)
    }

    @Test func clientsOfSideBySideTestsDoNotMeet() async throws {
        try await withTestBed { one in
            try await withTestBed { other in
                await withTaskGroup { group in
                    for (bed, name) in [(one, "one"), (other, "other")] {
                        group.addTask {
                            await bed.run { _ in
                                for _ in 0..<20 { await LLMObs.task(name) { _ in await Task.yield() } }
                            }
                        }
                    }
                }
                for (bed, name) in [(one, "one"), (other, "other")] {
                    let names = try bed.spanEvents().map { $0["name"]?.stringValue }
                    #expect(names == Array(repeating: name, count: 20))
                }
            }
        }
    }

    @Test func theClientOfTheProcessIsForDetachedTasksToo() async throws {
        try await withTestBed { bed in
            LLMObs.enable(bed.client)
            await Task.detached { LLMObs.task("detached") { _ in } }.value
            LLMObs.disable()
            await Task.detached { #expect(!LLMObs.isEnabled) }.value
            await bed.client.flush()
            let events = try bed.spanEvents()
            #expect(events.contains { $0["name"] == "detached" })
        }
    }

    @Test func theTracersTagsAreThoseOfEvents() async throws {
        let tracing = [
            "DD_TAGS": "team:votes", "DD_GIT_COMMIT_SHA": "abc", "DD_GIT_REPOSITORY_URL": "https://x.test/r",
        ]
        try await withTestBed(tracing: tracing) { bed in
            await bed.run { _ in LLMObs.task("t") { $0.annotate(tags: ["env": "own"]) } }
            let tags = try bed.spanEvents().first?["tags"]?.arrayValue ?? []
            for line in ["team:votes", "git.commit.sha:abc", "git.repository_url:https://x.test/r", "env:own"] {
                #expect(tags.contains(.string(line)))
            }
        }
    }

    @Test func labelsSetByHandSurviveTheError() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                try? LLMObs.task("t") { span in
                    span.apmSpan.attributes["error.type"] = "MaxRetriesExceeded"
                    throw Problem.serious
                }
            }
            let event = try #require(try bed.spanEvents().first)
            #expect(event["meta"]?["error"]?["type"] == "MaxRetriesExceeded" && event["status"] == "error")
            #expect(event["tags"]?.arrayValue?.contains("error_type:MaxRetriesExceeded") == true)
        }
    }

    @Test func innerAnnotationScopesWinOverOuterOnes() async throws {
        try await withTestBed { bed in
            await bed.run { _ in
                await LLMObs.annotating(tags: ["a": "outer", "b": "outer"], prompt: .init(id: "p")) {
                    await Task.yield()
                    LLMObs.annotating(tags: ["a": "inner"]) { LLMObs.llm("inner", model: "m") { _ in } }
                    LLMObs.task("outer") { span in span.annotate(tags: ["b": "own"]) }
                }
                LLMObs.task("outside") { _ in }
            }
            let inner = try #require(try bed.spanEvent(named: "inner"))
            let lines = inner["tags"]?.arrayValue ?? []
            #expect(lines.contains("a:inner") && lines.contains("b:outer"))
            #expect(inner["meta"]?["input"]?["prompt"]?["id"] == "p")
            let outer = try bed.spanEvent(named: "outer")?["tags"]?.arrayValue ?? []
            #expect(outer.contains("a:outer") && outer.contains("b:own"))
            #expect(try bed.spanEvent(named: "outside")?["tags"]?.text.contains("outer") == false)
        }
    }
}
