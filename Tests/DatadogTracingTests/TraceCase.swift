// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Tracing

@testable import DatadogTracing

/// A trace of a few spans that differ in all that statistics look at; made here, and told to ddtrace.
struct TraceCase {
    private var rows: [Row] = []

    private struct Row {
        var name: String
        var service: String
        var resource: String
        var type: String
        var kind: (SpanKind, name: String)
        var parent: Int?
        var start: Int64
        var end: Int64
        var isError: Bool
        var meta: [String: String] = [:]
        var metrics: [String: Double] = [:]
    }

    private static let kinds: [(SpanKind, name: String)] = [
        (.internal, "internal"), (.server, "server"), (.client, "client"), (.producer, "producer"),
        (.consumer, "consumer"),
    ]
    private static let texts: [(key: String, values: [String])] = [
        ("http.method", ["GET", "POST"]), ("http.route", ["/votes/:id"]), ("http.endpoint", ["/votes/{param:int}"]),
        ("http.status_code", ["200", "404", "none"]), ("rpc.grpc.status_code", ["5", "DEADLINE_EXCEEDED", "odd"]),
        ("grpc.code", ["StatusCode.UNAVAILABLE"]), ("db.name", ["votes", "10.1.2.3:6379", ""]),
        ("messaging.system", ["redis"]), ("not.a.peer.tag", ["x"]),
    ]

    init(_ name: String?, at start: Int64, _ generator: inout SeededGenerator) {
        let name = name ?? (Bool.random(using: &generator) ? "kept.job" : "rejected.job")
        for index in 0..<Int.random(in: 1...5, using: &generator) {
            rows.append(Self.row(index, name, at: start, &generator))
        }
    }

    private static func row(_ index: Int, _ name: String, at start: Int64, _ generator: inout SeededGenerator) -> Row {
        func pick(_ words: [String]) -> String { words.randomElement(using: &generator) ?? "" }
        let duration = Int64(2) << Int64.random(in: 0...36, using: &generator)
        var row = Row(
            name: index == 0 ? name : pick(["redis.command", "http.request", "important", "step"]),
            service: index == 0 ? "vote-worker" : pick(["vote-worker", "redis", "api"]),
            resource: pick(["LPOP", "GET /votes"]),
            type: pick(["", "worker", "redis"]),
            kind: kinds.randomElement(using: &generator) ?? kinds[0],
            parent: index == 0 ? nil : Int.random(in: 0..<index, using: &generator),
            start: start,
            end: start + duration + Int64.random(in: 0...duration, using: &generator),
            isError: Int.random(in: 0..<12, using: &generator) == 0
        )
        for (key, values) in texts where Int.random(in: 0..<4, using: &generator) == 0 { row.meta[key] = pick(values) }
        if row.meta["http.status_code"] == nil, Bool.random(using: &generator) { row.metrics["http.status_code"] = 503 }
        if Int.random(in: 0..<4, using: &generator) == 0 { row.metrics["_dd.measured"] = 1 }
        return row
    }

    func record(with tracer: DatadogTracer) {
        var spans: [DatadogSpan] = []
        for row in rows {
            let context = row.parent.map { spans[$0].context } ?? .topLevel
            let span = tracer.startSpan(row.name, context: context, ofKind: row.kind.0, at: Self.instant(row.start))
            span.attributes["service.name"] = row.service
            span.attributes["resource.name"] = row.resource
            if !row.type.isEmpty { span.attributes["span.type"] = row.type }
            // ddtrace marks services that were named by hand.
            if row.parent != nil { span.attributes["_dd.svc_src"] = "m" }
            if row.isError { span.attributes["error"] = true }
            for (key, value) in row.meta { span.attributes[key] = value }
            for (key, value) in row.metrics { span.attributes[key] = value }
            spans.append(span)
        }
        for (row, span) in zip(rows, spans).reversed() { span.end(at: Self.instant(row.end)) }
    }

    private static func instant(_ time: Int64) -> DefaultTracerClock.Timestamp {
        DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: UInt64(time))
    }

    var json: JSONValue {
        .array(
            rows.map { row in
                // ddtrace 4.16 looks for a status as text only.
                let status = row.metrics["http.status_code"].map { ["http.status_code": String(Int($0))] } ?? [:]
                let meta = row.meta.merging(["span.kind": row.kind.name]) { first, _ in first }
                    .merging(status) { first, _ in first }
                let metrics = row.metrics.filter { $0.key != "http.status_code" }
                return .object([
                    "name": .string(row.name), "service": row.parent == nil ? .null : .string(row.service),
                    "resource": .string(row.resource), "type": .string(row.type),
                    "parent": row.parent.map { .integer(Int64($0)) } ?? .null, "start": .integer(row.start),
                    "end": .integer(row.end), "error": .integer(row.isError ? 1 : 0),
                    "meta": .object(JSONObject(meta.map { ($0.key, .string($0.value)) })),
                    "metrics": .object(JSONObject(metrics.map { ($0.key, .double($0.value)) })),
                ])
            }
        )
    }
}
