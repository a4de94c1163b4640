// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing
import Tracing

@testable import DatadogTracing

@Suite("Tags and numbers of a span") struct SpanTagTests {
    private let capture = TraceCapture(
        configuration: DatadogTracingConfiguration(
            service: "vote-worker",
            env: "test",
            version: "1.2.3",
            tags: ["team": "votes"]
        )
    )

    private func span(_ body: (DatadogSpan) -> Void) throws -> CapturedSpan {
        capture.tracer.trace("work") { body($0) }
        return try #require(capture.popSpans().first)
    }

    @Test func valuesOfEachKind() throws {
        let span = try span { span in
            span.setTag("text", "suara é 票")
            span.setTag("empty", "")
            span.setTag("yes", true)
            span.setTag("no", false)
            span.setTag("int", 7)
            span.setTag("negative", Int8(-7))
            span.setTag("huge", UInt64(1) << 63)
            span.setTag("float", 1.5)
            span.setMetric("nan", .nan)
            span.setTag("infinite", Double.infinity)
            #expect(span.tag("text") == "suara é 票" && span.metric("int") == 7 && span.tag("int") == nil)
        }
        #expect(span.tag("text") == "suara é 票" && span.tag("empty") == "")
        #expect(span.tag("yes") == "true" && span.tag("no") == "false")
        #expect(span.metric("int") == 7 && span.metric("negative") == -7 && span.metric("float") == 1.5)
        #expect(span.tag("huge") == "9223372036854775808" && span.metric("huge") == nil)
        #expect(span.metric("nan") == nil && span.metric("infinite") == nil)
    }

    @Test func theLaterOneOfAKeyStays() throws {
        let span = try span { span in
            span.setMetric("a", 1)
            span.setTag("a", "text")
            span.setTag("b", "text")
            span.setMetric("b", 2)
            span.setMetric("c", 3)
            span.setMetric("c", .nan)
            span.setTag("d", "x")
            span.removeTag("d")
        }
        #expect(span.tag("a") == "text" && span.metric("a") == nil)
        #expect(span.tag("b") == nil && span.metric("b") == 2 && span.metric("c") == 3)
        #expect(span.tag("d") == nil)
    }

    @Test func keysThatMeanMore() throws {
        let span = try span { span in
            span.setTag("service.name", "renamed")
            span.setTag("service.version", "9.9")
            span.setTag("resource.name", "ExtractVotes")
            span.setTag("span.type", "worker")
            span.setTag("error", true)
            span.setTag("_dd.measured", "true")
            #expect(span.service == "renamed" && span.resource == "ExtractVotes" && span.isError)
        }
        #expect(span.service == "renamed" && span.tag("service.name") == "renamed")
        #expect(span.tag("service.version") == "9.9" && span.tag("version") == "9.9")
        #expect(span.resource == "ExtractVotes" && span.type == "worker" && span.isError)
        #expect(span.tag("resource.name") == nil && span.tag("span.type") == nil && span.tag("error") == nil)
        #expect(span.metric("_dd.measured") == 1)
    }

    /// As recorded from ddtrace: the version is decided at the start, by the service that the span then has.
    @Test func aSpanRenamedByTagKeepsTheVersion() throws {
        let span = try span { $0.setTag("service.name", "renamed") }
        #expect(span.tag("version") == "1.2.3" && span.tag("_dd.base_service") == "vote-worker")
        #expect(span.tag("_dd.svc_src") == nil)
    }

    @Test func theFlagIsSetAndCleared() throws {
        let cleared = try span { span in
            span.setError(type: "MaxRetriesExceeded", message: "three times", stack: "here")
            span.isError = false
        }
        #expect(!cleared.isError && cleared.tag("error.type") == "MaxRetriesExceeded")
        #expect(cleared.tag("error.message") == "three times" && cleared.tag("error.stack") == "here")
        let set = try span { span in
            span.attributes["error"] = false
            span.setTag("error", true)
        }
        #expect(set.isError)
    }

    @Test func decisionsByTagCountAtOnce() throws {
        capture.tracer.trace("work") { span in
            span.setTag("manual.keep", true)
            #expect(span.datadogContext.samplingPriority == 2)
            span.setTag("manual.drop", false)
        }
        let span = try #require(capture.popSpans().first)
        #expect(span.metric("_sampling_priority_v1") == 2 && span.tag("_dd.p.dm") == "-4")
        #expect(span.tag("manual.keep") == nil && span.tag("manual.drop") == nil)
    }

    @Test func whatIsSetByHandWinsOverTheTracer() throws {
        let span = try span { span in
            span.setTag("env", "other")
            span.setTag("team", "x")
            span.setTag("runtime-id", "mine")
            span.setMetric("version", 2)
        }
        #expect(span.tag("env") == "other" && span.tag("team") == "x" && span.tag("runtime-id") == "mine")
        #expect(span.metric("version") == 2 && span.tag("version") == nil)
        #expect(span.meta.keys.count { $0 == "env" } == 1)
        #expect(span.meta.count == span.meta.keys.count && span.metrics.count == span.metrics.keys.count)
    }

    @Test func attributesAndTagsAreTheSameThing() throws {
        let span = try span { span in
            span.setTag("a", "1")
            span.setMetric("n", 7)
            span.attributes["b"] = "2"
            span.setTag("c", "3")
            span.attributes["a"] = "changed"
            span.removeTag("b")
            #expect(span.attributes.get("n") == .int64(7) && span.attributes.get("c") == .string("3"))
            #expect(span.tag("a") == "changed" && span.metric("n") == 7)
            span.attributes["service.name"] = "first"
            span.service = "second"
            #expect(span.service == "second")
            span.attributes["resource.name"] = "by attribute"
            #expect(span.resource == "by attribute")
        }
        #expect(span.tag("a") == "changed" && span.tag("b") == nil && span.tag("c") == "3" && span.metric("n") == 7)
        #expect(span.service == "second" && span.resource == "by attribute")
    }

    @Test func assigningAttributesReplacesAll() throws {
        let span = try span { span in
            span.setTag("old", "x")
            span.attributes = ["new": "y"]
        }
        #expect(span.tag("old") == nil && span.tag("new") == "y")
    }

    @Test func tagsAreBoundedAndCounted() throws {
        let span = try span { span in
            for index in 0..<1100 { span.setMetric("k\(index)", 1) }
            span.setMetric("k0", 2)
        }
        #expect(span.metrics.keys.count { $0.hasPrefix("k") } == 1024)
        #expect(span.metric("k0") == 2 && span.metric("_dd.top_level") == 1)
        #expect(capture.tracer.statistics.snapshot.droppedTags == 76)
    }

    @Test func tagsCanBeReadAfterTheEndAndNotChanged() throws {
        let span = capture.tracer.startSpan("work", childOf: .none)
        span.setTag("a", "1")
        span.finish()
        span.setTag("a", "2")
        span.setTag("b", "2")
        span.resource = "late"
        span.removeTag("a")
        #expect(span.tag("a") == "1" && span.tag("b") == nil && span.resource == "work" && !span.isRecording)
    }

    @Test func tagsFromManyThreadsAreAllKept() async throws {
        let span = capture.tracer.startSpan("work", childOf: .none)
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<50 where task % 2 == 0 { span.setMetric("k\(task).\(index)", 1) }
                    for index in 0..<50 where task % 2 == 1 { span.attributes["k\(task).\(index)"] = 1 }
                }
            }
        }
        span.finish()
        let finished = try #require(capture.popSpans().first)
        #expect(finished.metrics.keys.count { $0.hasPrefix("k") } == 400)
    }
}
