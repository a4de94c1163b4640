// SPDX-License-Identifier: Apache-2.0

import JSON

/// Spans by name without what differs from run to run: times, and ids, in whose place stand the names of their spans.
struct ComparableSpans: Equatable {
    let spans: [String: JSONValue]

    init(_ spans: [JSONValue]) {
        var names: [String: String] = [:]
        for span in spans { names[span["span_id"]?.stringValue ?? ""] = span["name"]?.stringValue }
        var byName: [String: JSONValue] = [:]
        for span in spans {
            byName[span["name"]?.stringValue ?? ""] = Self.comparable(span, names: names, all: spans)
        }
        self.spans = byName
    }

    /// What one side has and the other has not, a line for each.
    static func differences(_ ours: ComparableSpans, _ theirs: ComparableSpans) -> [String] {
        Set(ours.spans.keys).union(theirs.spans.keys).sorted().flatMap { name in
            differences(name, ours.spans[name] ?? .null, theirs.spans[name] ?? .null)
        }
    }

    private static func differences(_ path: String, _ ours: JSONValue, _ theirs: JSONValue) -> [String] {
        guard ours != theirs else { return [] }
        guard let left = ours.objectValue, let right = theirs.objectValue else {
            return ["\(path): ours \(ours.text), ddtrace's \(theirs.text)"]
        }
        return Set(left.keys).union(right.keys).sorted().flatMap { key in
            differences("\(path) / \(key)", left[key] ?? .null, right[key] ?? .null)
        }
    }

    /// What tells the language or the process, or is random.
    private static let ownTags: Set<String> = [
        "language", "runtime-id", "_dd.tags.process", "process_id", "_dd.tracer_kr", "_dd.py.partial_flush",
        "_dd.swift.partial_flush",
    ]

    private static func comparable(_ span: JSONValue, names: [String: String], all: [JSONValue]) -> JSONValue {
        var result = span.objectValue ?? [:]
        for key in ["start", "duration", "span_id"] { result[key] = nil }
        let traceID = span["trace_id"]
        let companions = all.filter { $0["trace_id"] == traceID }.compactMap { $0["name"]?.stringValue }
        result["trace_id"] = companions.min().map { .string("trace of \($0)") }
        if let parent = span["parent_id"]?.stringValue {
            result["parent_id"] = parent == "0" ? nil : .string(names[parent] ?? parent)
        }
        // Absent and empty say the same.
        for key in ["meta", "metrics"] { result[key] = .object(tags(span[key]?.objectValue ?? [:])) }
        for key in ["type", "error"] where result[key] == nil || result[key] == .null {
            result[key] = key == "type" ? "" : 0
        }
        if let links = span["span_links"]?.arrayValue { result["span_links"] = .array(links.map { link($0, names) }) }
        return .object(result)
    }

    private static func tags(_ tags: JSONObject) -> JSONObject {
        var result = JSONObject()
        for (key, value) in tags where !ownTags.contains(key) {
            result[key] = value
            // Ids of 128 bits begin with the time.
            if key == "_dd.p.tid", value.stringValue?.hasSuffix("00000000") == true { result[key] = "time" }
            if ["events", "_dd.span_links"].contains(key), let text = value.stringValue {
                result[key] = (try? JSONValue(parsing: text)).map(withoutIDs)
            }
        }
        return result
    }

    private static func link(_ link: JSONValue, _ names: [String: String]) -> JSONValue {
        var result = link.objectValue ?? [:]
        let id = link["span_id"]?.stringValue ?? ""
        result["span_id"] = .string(names[id] ?? id)
        if names[id] != nil {
            result["trace_id"] = nil
            result["trace_id_high"] = nil
        }
        return .object(result)
    }

    private static func withoutIDs(_ list: JSONValue) -> JSONValue {
        .array(
            (list.arrayValue ?? []).map { entry in
                var entry = entry.objectValue ?? [:]
                for key in ["trace_id", "span_id"] { entry[key] = nil }
                return .object(entry)
            }
        )
    }
}
