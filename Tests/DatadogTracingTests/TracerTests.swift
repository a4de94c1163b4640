// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct TracerTests {
    private let capture: TraceCapture

    init() {
        var configuration = DatadogTracingConfiguration(
            service: "vote-worker",
            env: "test",
            version: "1.2.3",
            tags: ["team": "votes"]
        )
        configuration.limits.partialFlushMinimumSpans = 3
        capture = TraceCapture(configuration: configuration)
    }

    @Test func spansNestAcrossTasks() async throws {
        await withTracer(capture.tracer) {
            await withSpan("job", ofKind: .consumer) { _ in
                await withTaskGroup { group in
                    for index in 0..<2 {
                        group.addTask { await withSpan("file_\(index)") { _ in await Task.yield() } }
                    }
                }
            }
        }
        let traces = capture.popTraces()
        #expect(traces.count == 1)
        let job = try #require(traces.first?.first(named: "job"))
        #expect(Set(job.children.map(\.name)) == ["file_0", "file_1"], "\(job.tree)")
        #expect(job.parent == nil && job.children.allSatisfy { $0.parent?.name == "job" })
        #expect(Set(traces[0].map(\.traceID)).count == 1)
    }

    @Test func attributesBecomeTagsAndMetrics() throws {
        struct Text: CustomStringConvertible { let description = "described" }
        capture.tracer.withSpan("work", ofKind: .client) { span in
            span.attributes["text"] = "tüte"
            span.attributes["yes"] = true
            span.attributes["no"] = false
            span.attributes["int"] = -7
            span.attributes["double"] = 1.5
            span.attributes["nan"] = Double.nan
            span.attributes["infinite"] = Double.infinity
            span.attributes["strings"] = ["a", "b"]
            span.attributes["ints"] = [1, 2]
            span.attributes.set("described", value: .stringConvertible(Text()))
            span.attributes["changed"] = 1
            span.attributes["changed"] = "now text"
            span.attributes["removed"] = "x"
            span.attributes["removed"] = String?.none
        }
        let span = try #require(capture.popSpans().first)
        #expect(span.tag("text") == "tüte")
        #expect(span.tag("yes") == "true" && span.tag("no") == "false")
        #expect(span.metric("int") == -7 && span.metric("double") == 1.5)
        #expect(span.metric("nan") == nil && span.tag("nan") == nil && span.metric("infinite") == nil)
        #expect(span.tag("strings") == #"["a","b"]"# && span.tag("ints") == "[1,2]")
        #expect(span.tag("described") == "described")
        #expect(span.tag("changed") == "now text" && span.metric("changed") == nil)
        #expect(span.tag("removed") == nil)
        #expect(span.tag("span.kind") == "client")
    }

    @Test func longTextsAreCut() throws {
        capture.tracer.withSpan("work") { span in
            span.attributes["fits"] = String(repeating: "é", count: 25_000)
            span.attributes["long"] = String(repeating: "é", count: 25_001)
        }
        let span = try #require(capture.popSpans().first)
        #expect(span.tag("fits")?.count == 25_000)
        #expect(span.tag("long")?.count == 2_500)
        #expect(span.tag("long")?.hasSuffix("é<truncated>...") == true)
    }

    @Test func unifiedTagsAndSpecialAttributes() throws {
        capture.tracer.withSpan("root") { root in
            root.attributes["resource.name"] = "ExtractVotes"
            root.attributes["span.type"] = "worker"
            capture.tracer.withSpan("same") { _ in }
            capture.tracer.withSpan("other") { span in
                span.attributes["service.name"] = "redis"
                capture.tracer.withSpan("inherits") { _ in }
            }
        }
        let spans = capture.popSpans()
        let root = try #require(spans.first(named: "root"))
        #expect(root.resource == "ExtractVotes" && root.type == "worker" && root.service == "vote-worker")
        #expect(root.tag("resource.name") == nil && root.tag("span.type") == nil)
        #expect(root.tag("runtime-id")?.count == 32 && root.metric("process_id") ?? 0 > 0)
        #expect(root.metric("_dd.top_level") == 1 && root.tag("version") == "1.2.3")
        let same = try #require(spans.first(named: "same"))
        #expect(same.metric("_dd.top_level") == nil && same.tag("version") == "1.2.3")
        #expect(same.tag("runtime-id") == nil && same.tag("_dd.base_service") == nil)
        let other = try #require(spans.first(named: "other"))
        #expect(other.service == "redis" && other.tag("service.name") == nil)
        #expect(other.tag("_dd.base_service") == "vote-worker" && other.metric("_dd.top_level") == 1)
        #expect(other.tag("version") == nil)
        let inherits = try #require(spans.first(named: "inherits"))
        #expect(inherits.service == "redis" && inherits.metric("_dd.top_level") == nil)
        #expect(spans.allSatisfy { $0.tag("env") == "test" && $0.tag("team") == "votes" })
    }

    @Test func onlyTheFirstSpanSpeaksForTheChunk() throws {
        capture.tracer.withSpan("root") { _ in capture.tracer.withSpan("child") { _ in } }
        let chunk = try #require(capture.popChunks().first)
        #expect(chunk.spans.map(\.name) == ["root", "child"])
        #expect(chunk.spans[0].metrics["_sampling_priority_v1"] == 1)
        #expect(chunk.spans[0].meta["_dd.p.dm"] == "-0" && chunk.spans[0].meta["language"] == "swift")
        #expect(chunk.spans[0].meta["_dd.p.tid"] == chunk.spans[0].traceID.high.hexadecimal)
        #expect(chunk.spans[1].meta["_dd.p.tid"] == nil && chunk.spans[1].meta["language"] == nil)
    }

    @Test func manyFinishedSpansAreFlushedEarly() throws {
        capture.tracer.withSpan("root") { _ in
            for index in 0..<7 { capture.tracer.withSpan("c\(index)") { _ in } }
            #expect(capture.popChunks().map { $0.spans.map(\.name) } == [["c0", "c1", "c2"], ["c3", "c4", "c5"]])
        }
        let last = try #require(capture.popChunks().first)
        #expect(last.spans.map(\.name) == ["root", "c6"])
        #expect(last.spans[0].meta["_dd.p.dm"] == "-0")
    }

    @Test func aChildMayOutliveItsParent() throws {
        let root = capture.tracer.startSpan("root", context: .topLevel)
        let child = capture.tracer.startSpan("child", context: root.context)
        root.end()
        #expect(capture.popChunks().isEmpty)
        child.end()
        child.end()
        #expect(capture.popSpans().map(\.name) == ["root", "child"])
        let late = capture.tracer.startSpan("late", context: root.context)
        late.end()
        let span = try #require(capture.popSpans().first)
        #expect(span.traceID == root.traceID && span.parentID == root.spanID && span.metric("_dd.top_level") == nil)
    }

    @Test func changesAfterTheEndAreIgnored() throws {
        let span = capture.tracer.startSpan("work", context: .topLevel)
        span.end()
        #expect(!span.isRecording)
        span.attributes["late"] = "x"
        span.operationName = "renamed"
        span.recordError(CancellationError())
        let finished = try #require(capture.popSpans().first)
        #expect(finished.tag("late") == nil && finished.name == "work" && !finished.isError)
    }

    @Test func attributesFromManyTasksAreAllKept() async throws {
        let span = capture.tracer.startSpan("work", context: .topLevel)
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<50 { span.attributes["k\(task).\(index)"] = index }
                }
            }
        }
        span.end()
        let finished = try #require(capture.popSpans().first)
        #expect(finished.metrics.keys.count { $0.hasPrefix("k") } == 400)
    }

    @Test func activeSpanIsFoundAndNotEnded() {
        capture.tracer.withSpan("work") { span in
            let active = ServiceContext.current.flatMap { capture.tracer.activeSpan(identifiedBy: $0) }
            #expect(active === span)
            #expect(span.isRecording)
        }
        #expect(capture.tracer.activeSpan(identifiedBy: .topLevel) == nil)
    }

    @Test func chosenInstantsGiveTheDuration() throws {
        let start = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1_700_000_000_000_000_000)
        let end = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1_700_000_001_500_000_000)
        capture.tracer.startSpan("work", context: .topLevel, at: start).end(at: end)
        capture.tracer.startSpan("backwards", context: .topLevel, at: end).end(at: start)
        let spans = capture.popSpans()
        let work = try #require(spans.first(named: "work"))
        #expect(work.start == 1_700_000_000_000_000_000 && work.duration == 1_500_000_000)
        #expect(spans.first(named: "backwards")?.duration == 0)
    }

    @Test func aSpanOfAnotherTracerIsContinuedAsRemote() throws {
        let other = TraceCapture()
        capture.tracer.withSpan("outer") { outer in
            other.tracer.withSpan("inner") { _ in }
            #expect(other.popSpans().first?.parentID == outer.spanID)
        }
        #expect(capture.popSpans().map(\.name) == ["outer"])
    }

    @Test func manualDecisionsWin() throws {
        capture.tracer.withSpan("work") { $0.attributes["manual.drop"] = true }
        let dropped = try #require(capture.popChunks().first?.spans.first)
        #expect(dropped.metrics["_sampling_priority_v1"] == -1 && dropped.meta["_dd.p.dm"] == "-4")
        #expect(dropped.meta["manual.drop"] == nil)
        capture.tracer.withSpan("work") { $0.keepTrace() }
        #expect(capture.popChunks().first?.spans.first?.metrics["_sampling_priority_v1"] == 2)
    }

    @Test func openTracesAreBounded() {
        var configuration = DatadogTracingConfiguration(service: "s")
        configuration.limits.maximumOpenTraces = 2
        let capture = TraceCapture(configuration: configuration)
        var spans = (0..<5).map { capture.tracer.startSpan("t\($0)", context: .topLevel) }
        #expect(spans.map(\.isRecording) == [true, true, false, false, false])
        let child = capture.tracer.startSpan("child", context: spans[4].context)
        child.end()
        for span in spans { span.end() }
        #expect(capture.popSpans().map(\.name) == ["t0", "t1"])
        #expect(capture.tracer.statistics.snapshot.droppedChunks == [.tooManyOpenTraces: 3])
        spans = []
        capture.tracer.startSpan("again", context: .topLevel).end()
        #expect(capture.popSpans().map(\.name) == ["again"])
    }

    @Test func aSpanThatIsNeverEndedLosesOnlyItself() {
        var root: DatadogSpan? = capture.tracer.startSpan("forgotten", context: .topLevel)
        if let root { capture.tracer.startSpan("child", context: root.context).end() }
        #expect(capture.popSpans().isEmpty)
        root = nil
        #expect(capture.popSpans().map(\.name) == ["child"])
        #expect(capture.tracer.statistics.snapshot.droppedSpans == [.neverEnded: 1])
    }
}
