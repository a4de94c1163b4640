// SPDX-License-Identifier: Apache-2.0

import JSON

/// Span events as they arrive at Datadog.
struct SpanEvents {
    let all: [JSONValue]

    var names: [String] { all.compactMap { $0["name"]?.stringValue }.sorted() }

    /// The first of this name.
    subscript(name: String) -> JSONValue? {
        all.first { $0["name"]?.stringValue == name }
    }

    func kind(_ name: String) -> String? { self[name]?["meta"]?["span"]?["kind"]?.stringValue }

    /// The text of the input where that is one value.
    func input(_ name: String) -> String? { self[name]?["meta"]?["input"]?["value"]?.stringValue }

    func output(_ name: String) -> String? { self[name]?["meta"]?["output"]?["value"]?.stringValue }

    func has(tag: String, _ name: String) -> Bool {
        self[name]?["tags"]?.arrayValue?.contains(.string(tag)) == true
    }

    /// The name of the span above.
    func parent(of event: JSONValue) -> String? {
        all.first { $0["span_id"] == event["parent_id"] }?["name"]?.stringValue
    }
}
