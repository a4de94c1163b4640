// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// A span without all that differs from run to run, and a key by which it is ordered among its siblings.
struct SnapshotSpan {
    let span: FinishedSpan
    /// All fields except ids and links.
    let fields: JSONObject
    /// Text of the fields, and a digest of all that is below; the same in each run.
    private(set) var key: String

    init(_ span: FinishedSpan, ignoring ignores: SnapshotIgnores) {
        self.span = span
        fields = Self.fields(of: span, ignoring: ignores)
        key = [span.name, span.resource, span.service, JSONValue.object(fields).text].joined(separator: "\u{0}")
    }

    /// Takes what is below into the key.
    mutating func append(childKeys: [String]) {
        key += "\u{0}" + String(Self.digest(childKeys.sorted().joined(separator: "\u{1}")), radix: 16)
    }

    private static func fields(of span: FinishedSpan, ignoring ignores: SnapshotIgnores) -> JSONObject {
        let all: [(String, JSONValue)] = [
            ("name", .string(span.name)), ("service", .string(span.service)), ("resource", .string(span.resource)),
            ("type", .string(span.type)), ("error", .integer(span.isError ? 1 : 0)),
            (
                "meta",
                object(span.meta.filter { $0.key != "events" }.map { ($0.key, .string($0.value)) }, "meta", ignores)
            ),
            ("metrics", object(span.metrics.map { ($0.key, number($0.value)) }, "metrics", ignores)),
            ("span_events", .array(span.events.map { json($0, ignores) })),
        ]
        return JSONObject(all.filter { !ignores.contains($0.0) && !isEmpty($0.1) })
    }

    private static func json(_ event: DatadogSpanEvent, _ ignores: SnapshotIgnores) -> JSONValue {
        let attributes = event.attributes.map { ($0.key, $0.value) }
        return ["name": .string(event.name), "attributes": object(attributes, "span_events.attributes", ignores)]
    }

    /// Ordered by key.
    static func object(_ members: [(String, JSONValue)], _ path: String, _ ignores: SnapshotIgnores) -> JSONValue {
        let kept = members.filter { !ignores.contains("\(path).\($0.0)") }
        return .object(JSONObject(kept.sorted { $0.0 < $1.0 }))
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.isEmpty
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }

    private static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map { .integer($0) } ?? .double(value)
    }

    /// FNV-1a: unlike `Hashable`'s, the same in each run.
    private static func digest(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
