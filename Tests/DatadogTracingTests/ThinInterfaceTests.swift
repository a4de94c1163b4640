// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import Testing
import Tracing

@testable import DatadogTracing

@Suite("The thin interface: trace, startSpan and what a span lets itself be told") struct ThinInterfaceTests {
    private let capture = TraceCapture(
        configuration: DatadogTracingConfiguration(service: "vote-worker", env: "test", version: "1.2.3")
    )
    private var tracer: DatadogTracer { capture.tracer }

    private struct Broken: Error {}

    @Test func eitherInterfaceNestsInTheOther() throws {
        tracer.trace("a") { _ in
            tracer.withSpan("b") { _ in
                tracer.trace("c") { c in
                    #expect(DatadogSpan.current === c)
                    #expect(ServiceContext.current?.datadogSpanContext?.spanID == c.spanID)
                }
            }
        }
        #expect(DatadogSpan.current == nil)
        let spans = capture.popSpans()
        #expect(spans.map(\.name) == ["a", "b", "c"])
        #expect(spans.map { $0.parent?.name } == [nil, "a", "b"])
    }

    @Test func spansNestAcrossTasks() async throws {
        await tracer.trace("root") { _ in
            await withTaskGroup { group in
                for index in 0..<3 {
                    group.addTask { [tracer] in await tracer.trace("child \(index)") { _ in await Task.yield() } }
                }
            }
        }
        let root = try #require(capture.popSpans().first(named: "root"))
        #expect(Set(root.children.map(\.name)) == ["child 0", "child 1", "child 2"])
    }

    @Test func otherPartsOfTheContextStay() {
        var context = ServiceContext.topLevel
        context.baggage = ["user.id": "7"]
        ServiceContext.$current.withValue(context) {
            tracer.trace("outer") { _ in
                tracer.trace("inner") { _ in #expect(ServiceContext.current?.baggage["user.id"] == "7") }
                tracer.startSpan("by hand", childOf: .current).finish()
            }
        }
        #expect(capture.popSpans().map { $0.parent?.name } == [nil, "outer", "outer"])
    }

    @Test func theSpanAndWhatIsSentPartAtTheEnd() throws {
        let span = tracer.startSpan("root", childOf: .none)
        span.setTag("a", "1")
        span.addEvent("happened")
        span.finish()
        span.setTag("a", "2")
        span.resource = "late"
        let sent = try #require(capture.popChunks().first?.spans.first)
        #expect(sent.meta["a"] == "1" && sent.metrics["_sampling_priority_v1"] == 1 && sent.events.count == 1)
        #expect(span.tag("a") == "1" && span.metric("_sampling_priority_v1") == nil && span.resource == "root")
    }

    @Test func whatIsGivenAtTheStartIsThere() throws {
        tracer.trace("redis.command", service: "redis", resource: "LPOP", type: "redis", kind: .client) { span in
            #expect(span.service == "redis" && span.resource == "LPOP" && span.type == "redis")
            tracer.trace("inherits") { _ in }
        }
        let span = try #require(capture.popSpans().first)
        #expect(span.service == "redis" && span.resource == "LPOP" && span.type == "redis")
        #expect(span.tag("span.kind") == "client" && span.tag("_dd.svc_src") == "m")
        #expect(span.tag("_dd.base_service") == "vote-worker" && span.tag("version") == nil)
        let child = try #require(span.children.first)
        #expect(child.service == "redis" && child.resource == "inherits" && child.type == "")
        #expect(child.tag("span.kind") == nil && child.tag("_dd.svc_src") == "m")
        #expect(child.metric("_dd.top_level") == nil && child.tag("version") == nil)
    }

    @Test func anErrorThatLeavesMarksTheSpanWithoutAnEvent() async throws {
        #expect(throws: Broken.self) { try tracer.trace("sync") { _ in throw Broken() } }
        await #expect(throws: Broken.self) {
            try await tracer.trace("async") { _ in
                await Task.yield()
                throw Broken()
            }
        }
        for span in capture.popSpans() {
            #expect(span.isError && span.tag("error.type")?.hasSuffix("Broken") == true)
            #expect(span.tag("error.stack")?.contains(span.name) == true)
            #expect(span.events.isEmpty && span.tag("events") == nil)
        }
    }

    @Test func spansAreEndedByHand() throws {
        let root = tracer.startSpan("root", childOf: .none)
        #expect(DatadogSpan.current == nil)
        let child = tracer.startSpan("child", childOf: .span(root), service: "db", resource: "SELECT")
        child.finish()
        child.finish()
        root.finish()
        let late = tracer.startSpan("late", childOf: .span(child))
        late.end()
        let spans = capture.popChunks().flatMap(\.spans)
        #expect(spans.map(\.name) == ["root", "child", "late"])
        #expect(spans.map(\.parentID) == [nil, root.spanID, child.spanID])
        #expect(Set(spans.map(\.traceID)).count == 1)
        #expect(spans.allSatisfy { $0.duration >= 0 && $0.start > 1_600_000_000_000_000_000 })
        #expect(spans[1].start >= spans[0].start)
    }

    @Test func aSpanMayContinueAnExtractedContext() throws {
        let remote = DatadogSpanContext(
            traceID: TraceID(high: 0x640c_fd8d_0000_0000, low: 1_234_567_890),
            spanID: 987_654_321,
            samplingPriority: 2,
            origin: "synthetics",
            propagationTags: ["_dd.p.dm": "-4", "_dd.p.usr.id": "abc"]
        )
        let span = tracer.startSpan("worker.job", childOf: .remote(remote))
        tracer.startSpan("child", childOf: .span(span)).finish()
        span.finish()
        let spans = capture.popSpans()
        #expect(spans.allSatisfy { $0.traceID == remote.traceID && $0.tag("_dd.origin") == "synthetics" })
        #expect(spans.allSatisfy { $0.tag("_dd.p.usr.id") == "abc" })
        #expect(spans[0].parentID == 987_654_321 && spans[0].metric("_sampling_priority_v1") == 2)
        #expect(spans[0].tag("_dd.p.dm") == "-4" && spans[1].tag("_dd.p.dm") == nil)
        #expect(spans[0].metric("_dd.top_level") == 1 && spans[1].metric("process_id") == nil)
    }

    @Test func aGivenParentWinsOverTheCurrentSpan() throws {
        let other = tracer.startSpan("other", childOf: .none)
        tracer.trace("current") { _ in
            tracer.startSpan("below other", childOf: .span(other)).finish()
            tracer.startSpan("alone", childOf: .none).finish()
            ServiceContext.$current.withValue(other.context) { tracer.trace("also below other") { _ in } }
        }
        other.finish()
        let spans = capture.popSpans()
        #expect(spans.first(named: "below other")?.parentID == other.spanID)
        #expect(spans.first(named: "also below other")?.parentID == other.spanID)
        #expect(spans.first(named: "alone")?.parentID == nil)
    }

    @Test func linksAndEventsAndStructures() throws {
        let remote = DatadogSpanContext(traceID: TraceID(low: 5), spanID: 6, samplingPriority: 1)
        tracer.trace("work") { span in
            span.addLink(
                remote,
                attributes: ["reason": "queue", "list": .stringArray(["a", "b"]), "n": 1, "yes": true]
            )
            span.addEvent(
                "checkpoint",
                attributes: ["n": 1, "ok": true, "f": 1.5, "texts": .stringArray(["x"])],
                time: 7
            )
            span.setStruct("_llmobs", [0x80])
        }
        let span = try #require(capture.popSpans().first)
        let link = try #require(span.links.first)
        #expect(link.traceID == TraceID(low: 5) && link.spanID == 6 && link.flags == 1)
        #expect(link.attributes == ["reason": "queue", "list.0": "a", "list.1": "b", "n": "1", "yes": "true"])
        #expect(span.events.first?.attributes["n"] == .integer(1) && span.events.first?.attributes["f"] == .double(1.5))
        let text = #"[{"name":"checkpoint","time_unix_nano":7,"attributes":{"f":1.5,"n":1,"ok":true,"texts":["x"]}}]"#
        #expect(span.tag("events") == text)
        #expect(span.metaStruct == ["_llmobs": [0x80]])
    }

    @Test func durationsFollowTheInstantThatWasChosen() throws {
        let start = DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: 1_700_000_000_000_000_000)
        let root = tracer.startSpan("root", context: .topLevel, at: start)
        tracer.startSpan("child", childOf: .span(root)).finish()
        root.finish()
        let spans = capture.popSpans()
        let now = Int64(DefaultTracerClock.now.nanosecondsSinceEpoch)
        #expect(spans[0].start == 1_700_000_000_000_000_000)
        #expect(abs(spans[0].start + spans[0].duration - now) < 60_000_000_000)
        #expect(abs(spans[1].start - now) < 60_000_000_000 && spans[1].duration < 60_000_000_000)
    }
}
