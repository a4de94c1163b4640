// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// Traces in a form that is the same in each run: without times, ids numbered anew, spans and traces ordered by what
/// they say and not by when they started, so that parallel work does not matter.
public struct TraceSnapshot: Sendable {
    private struct Number: Sendable {
        let trace: Int
        let span: Int
    }

    private struct SpanKey: Hashable {
        let traceID: TraceID
        let spanID: UInt64
    }

    /// The traces as JSON, in the shape of Datadog's trace payload.
    public let json: String
    private let traces: [[SnapshotLine]]

    /// A snapshot of these traces.
    public init(_ traces: some Sequence<[CapturedSpan]>, ignoring ignores: SnapshotIgnores = .standard) {
        let ordered = traces.map { SnapshotTrace($0.map(\.finished), ignoring: ignores) }.sorted { $0.key < $1.key }
        let numbers = Self.numbers(ordered)
        let payload = ordered.map { trace in
            JSONValue.array(trace.places.map { Self.json($0.span, numbers, ignores) })
        }
        json = String(decoding: JSONValue.array(payload).serialized(pretty: true), as: UTF8.self) + "\n"
        self.traces = ordered.map { $0.places.map(SnapshotLine.init) }
    }

    /// The traces as trees, with these tags behind each span that has them.
    public func tree(tags: [String] = []) -> String {
        traces.map { lines in
            var rails: [Bool] = []
            return lines.map { $0.text(rails: &rails, tags: tags) + "\n" }.joined()
        }.joined(separator: "\n")
    }

    func text(_ format: SnapshotFormat) -> String {
        switch format {
        case .json: json
        case .tree(let tags): tree(tags: tags)
        }
    }

    /// Traces from 0, spans of each from 1, in their order here.
    private static func numbers(_ traces: [SnapshotTrace]) -> [SpanKey: Number] {
        var numbers: [SpanKey: Number] = [:]
        for (trace, places) in traces.map(\.places).enumerated() {
            for (span, place) in places.enumerated() {
                let key = SpanKey(traceID: place.span.span.traceID, spanID: place.span.span.spanID)
                numbers[key] = Number(trace: trace, span: span + 1)
            }
        }
        return numbers
    }

    private static func json(
        _ node: SnapshotSpan,
        _ numbers: [SpanKey: Number],
        _ ignores: SnapshotIgnores
    ) -> JSONValue {
        let span = node.span
        var object = JSONObject()
        let number = numbers[SpanKey(traceID: span.traceID, spanID: span.spanID)]
        object["trace_id"] = number.map { .integer(Int64($0.trace)) }
        object["span_id"] = number.map { .integer(Int64($0.span)) }
        object["parent_id"] = parent(of: span, numbers)
        for (key, value) in node.fields { object[key] = value }
        let links = span.links.map { json($0, numbers, ignores) }
        if !links.isEmpty, !ignores.contains("span_links") { object["span_links"] = .array(links) }
        return .object(object)
    }

    /// 0 without a parent, `"remote"` for one that was not captured.
    private static func parent(of span: FinishedSpan, _ numbers: [SpanKey: Number]) -> JSONValue {
        guard let parentID = span.parentID else { return .integer(0) }
        let number = numbers[SpanKey(traceID: span.traceID, spanID: parentID)]
        return number.map { .integer(Int64($0.span)) } ?? "remote"
    }

    private static func json(
        _ link: DatadogSpanLink,
        _ numbers: [SpanKey: Number],
        _ ignores: SnapshotIgnores
    ) -> JSONValue {
        let number = numbers[SpanKey(traceID: link.traceID, spanID: link.spanID)]
        var object: JSONObject = [
            "trace_id": number.map { .integer(Int64($0.trace)) } ?? "remote",
            "span_id": number.map { .integer(Int64($0.span)) } ?? "remote",
        ]
        let attributes = link.attributes.map { ($0.key, JSONValue.string($0.value)) }
        if !attributes.isEmpty {
            object["attributes"] = SnapshotSpan.object(attributes, "span_links.attributes", ignores)
        }
        return .object(object)
    }
}
