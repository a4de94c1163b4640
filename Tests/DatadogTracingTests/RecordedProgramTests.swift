// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

/// The same programs as were recorded with ddtrace: spans, tags and numbers have to be the same.
@Suite("As ddtrace", .enabled(if: Captures.arePresent, Captures.hint)) struct RecordedProgramTests {
    private let capture: TraceCapture

    init() {
        var configuration = DatadogTracingConfiguration(service: "vote-worker", env: "test", version: "1.2.3")
        configuration.limits.partialFlushMinimumSpans = 4
        capture = TraceCapture(configuration: configuration)
    }

    private var tracer: DatadogTracer { capture.tracer }

    /// Values that differ from run to run or between languages; whether they are there is compared.
    private static let ownValues: Set<String> = [
        "language", "runtime-id", "process_id", "_dd.p.tid", "_dd.tags.process", "events",
        // Booleans are spelled `True` by Python, and `true` by all else.
        "bool_true", "bool_false",
    ]
    /// Values of Python's own types.
    private static let foreignTypes: Set<String> = ["none", "list", "dict", "bytes"]
    private static let partialFlush = ["_dd.py.partial_flush": "_dd.swift.partial_flush"]

    /// Compares what was captured with a recording, chunk by chunk and span by span.
    private func compare(with name: String) throws {
        let recorded = try #require(try Captures.traceRequest(name).body.arrayValue)
        let chunks = capture.popChunks()
        #expect(chunks.count == recorded.count)
        for (chunk, recorded) in zip(chunks, recorded) {
            let spans = try #require(recorded.arrayValue)
            #expect(chunk.spans.map(\.name) == spans.map { $0["name"]?.stringValue })
            for (span, json) in zip(chunk.spans, spans) { compare(span, RecordedSpan.finished(json)) }
        }
    }

    private func compare(_ span: FinishedSpan, _ recorded: FinishedSpan) {
        #expect(span.service == recorded.service && span.resource == recorded.resource && span.type == recorded.type)
        #expect(span.isError == recorded.isError && (span.parentID == nil) == (recorded.parentID == nil))
        let meta = recorded.meta.filter { !Self.foreignTypes.contains($0.key) }
        #expect(Set(span.meta.keys) == Set(meta.map(\.key)), "\(span.name)")
        for (key, value) in meta where !Self.ownValues.contains(key) { #expect(span.meta[key] == value, "\(key)") }
        let metrics = recorded.metrics.map { (key: Self.partialFlush[$0.key] ?? $0.key, value: $0.value) }
        #expect(Set(span.metrics.keys) == Set(metrics.map(\.key)), "\(span.name)")
        for (key, value) in metrics where !Self.ownValues.contains(key) {
            #expect(span.metrics[key] == value, "\(key)")
        }
        #expect(span.links.count == recorded.links.count)
        for (link, recorded) in zip(span.links, recorded.links) {
            #expect(link.attributes == recorded.attributes && link.flags == recorded.flags)
        }
    }

    @Test func everyFieldAndKindOfTag() throws {
        var configuration = tracer.configuration
        configuration.tags = ["team": "votes", "region": "eu"]
        configuration.limits.partialFlushMinimumSpans = 300
        let capture = TraceCapture(configuration: configuration)
        let tracer = capture.tracer
        tracer.trace("worker.job", resource: "ExtractVotes", type: "worker") { root in
            setTags(root)
            tracer.trace("redis.command", service: "redis", resource: "LPOP", type: "redis", kind: .client) { span in
                span.setTag("_dd.measured", 1)
            }
            tracer.trace("child.same.service") { $0.setTag("service.name", "renamed") }
            tracer.trace("child.version") { $0.setTag("service.version", "9.9") }
            tracer.trace(String(repeating: "n", count: 150), resource: String(repeating: "r", count: 6000)) { span in
                span.setTag(String(repeating: "k", count: 250), "v")
            }
        }
        tracer.trace("second.trace") { _ in }
        let recorded = try #require(try Captures.traceRequest("apm_basic_v04").body.arrayValue)
        let spans = capture.popChunks().map(\.spans)
        #expect(spans.map(\.count) == recorded.map { $0.arrayValue?.count })
        for (span, json) in zip(spans.joined(), recorded.flatMap { $0.arrayValue ?? [] }) {
            #expect(span.name == json["name"]?.stringValue)
            compare(span, RecordedSpan.finished(json))
        }
    }

    private func setTags(_ root: DatadogSpan) {
        root.setTag("str", "v")
        root.setTag("unicode", "suara é 票")
        root.setTag("empty", "")
        root.setTag("bool_true", true)
        root.setTag("bool_false", false)
        root.setTag("int", 7)
        root.setTag("negative", -7)
        root.setTag("big_int", (1 << 53) + 1)
        root.setTag("huge_int", UInt64(1) << 63)
        root.setTag("float", 1.5)
        root.setTag("long", String(repeating: "x", count: 30_000))
        root.setMetric("m.int", 3)
        root.setMetric("m.float", 0.25)
        root.setMetric("m.bool", 1)
        root.setMetric("m.nan", .nan)
        root.setMetric("m.inf", .infinity)
        root.setMetric("m.str", 5)
        root.setMetric("same_key", 1)
        root.setTag("same_key", "now a string")
        root.setTag("span.kind", "consumer")
        root.setTag("component", "vote-queue")
    }

    @Test func chunksOfALongTrace() throws {
        var configuration = tracer.configuration
        configuration.limits.partialFlushMinimumSpans = 3
        let capture = TraceCapture(configuration: configuration)
        capture.tracer.trace("root") { _ in
            for index in 0..<7 { capture.tracer.trace("child", resource: "c\(index)") { _ in } }
        }
        let recorded = try #require(try Captures.traceRequest("apm_partial_flush").body.arrayValue)
        let chunks = capture.popChunks()
        #expect(chunks.count == recorded.count)
        for (chunk, recorded) in zip(chunks, recorded) {
            #expect(chunk.spans.map(\.resource) == recorded.arrayValue?.compactMap { $0["resource"]?.stringValue })
            for (span, json) in zip(chunk.spans, recorded.arrayValue ?? []) {
                compare(span, RecordedSpan.finished(json))
            }
        }
    }

    @Test func aContinuedTrace() throws {
        let headers = [
            "x-datadog-trace-id": "1234567890", "x-datadog-parent-id": "987654321", "x-datadog-sampling-priority": "2",
            "x-datadog-origin": "synthetics",
            "x-datadog-tags":
                "_dd.p.dm=-4,_dd.p.tid=640cfd8d00000000,_dd.p.usr.id=abc,_dd.p.custom=1,not.propagated=1",
            "baggage": "user.id=u-7,session.id=s%201,account.id=a,region=eu",
        ]
        var context = ServiceContext.topLevel
        tracer.extract(headers, into: &context, using: HeaderExtractor())
        ServiceContext.$current.withValue(context) {
            tracer.trace("worker.job") { _ in tracer.trace("child") { _ in } }
        }
        try compare(with: "apm_remote_parent_datadog")
    }

    @Test func links() throws {
        let producer = tracer.startSpan("producer", childOf: .none)
        producer.finish()
        tracer.trace("consumer") { span in
            let attributes: SpanAttributes = [
                "reason": "queue", "n": 1, "b": true, "f": 1.5, "list": .stringArray(["a", "b"]),
            ]
            span.addLink(producer.datadogContext, attributes: attributes)
            let id = TraceID(high: 0x1234_5678_90ab_cdef, low: 0x1122_3344_5566_7788)
            span.addLink(DatadogSpanLink(traceID: id, spanID: 42, traceState: "dd=s:1,congo=t61", flags: 1))
            span.addLink(DatadogSpanLink(traceID: TraceID(low: 5), spanID: 6))
        }
        try compare(with: "apm_span_links_v04")
    }

    @Test(arguments: [("apm_span_events_v04", false), ("apm_span_events_native_v04", true)])
    func events(name: String, native: Bool) throws {
        var configuration = tracer.configuration
        configuration.usesNativeSpanEvents = native
        let capture = TraceCapture(configuration: configuration)
        let attributes: SpanAttributes = [
            "str": "x", "int": 1, "float": 1.5, "bool": true, "ints": .int64Array([1, 2]),
            "strs": .stringArray(["a", "b"]),
        ]
        capture.tracer.trace("op") { span in
            span.addEvent("checkpoint", attributes: attributes, time: 1_700_000_000_000_000_001)
            span.addEvent("no_attributes")
            span.addEvent("exception", attributes: ["exception.escaped": false, "k": "v"])
        }
        let chunk = try #require(capture.popChunks().first)
        let recorded = try #require(try Captures.traceRequest(name).body[0]?[0])
        compare(chunk.spans[0], RecordedSpan.finished(recorded))
        var payloads = TracePayloads([chunk], .v04, nativeSpanEvents: native, maximumBytes: 1 << 20)
        let payload = payloads.next()
        let written = try MessagePackReader.read(try #require(payload).body).value
        let (ours, theirs) = (try Self.events(try #require(written[0]?[0])), try Self.events(recorded))
        #expect(ours.count == 3 && theirs.count == 3)
        #expect(ours[0]["attributes"] == theirs[0]["attributes"] && ours[0]["name"] == theirs[0]["name"])
        #expect(ours[0]["time_unix_nano"]?.text == theirs[0]["time_unix_nano"]?.text.filter { $0 != "\"" })
        #expect(ours[1]["attributes"] == nil && theirs[1]["attributes"] == nil)
        for key in ["exception.escaped", "k"] {
            #expect(ours[2]["attributes"]?[key] == theirs[2]["attributes"]?[key])
        }
    }

    /// The events of a span, wherever they are.
    private static func events(_ span: JSONValue) throws -> [JSONValue] {
        if let events = span["span_events"]?.arrayValue {
            return events.map { event in
                var object = event.objectValue ?? [:]
                if let text = object["time_unix_nano"]?.stringValue, let time = Int64(text) {
                    object["time_unix_nano"] = .integer(time)
                }
                return .object(object)
            }
        }
        return try JSONValue(parsing: span["meta"]?["events"]?.stringValue ?? "[]").arrayValue ?? []
    }
}
