// SPDX-License-Identifier: Apache-2.0

import JSON

/// Span events as a flat table that two languages can be compared by: one row for each field of each event.
///
/// Ids are replaced by the names of the spans they belong to, times by nothing. Texts that are JSON are compared as JSON.
struct EventTable {
    private(set) var rows: [String: JSONValue] = [:]

    init(_ events: [JSONValue]) {
        let ordered = events.sorted { ($0["start_ns"]?.intValue ?? 0) < ($1["start_ns"]?.intValue ?? 0) }
        let names = Names(ordered)
        for event in ordered {
            guard let span = event["span_id"]?.stringValue, let name = names.spans[span] else { continue }
            for (key, value) in event.objectValue ?? [:] { add("\(name)/\(key)", canonical(key, value, names)) }
        }
    }

    /// Names in place of ids.
    private struct Names {
        var spans: [String: String] = [:]
        var traces: [String: String] = [:]

        init(_ events: [JSONValue]) {
            var seen: [String: Int] = [:]
            for event in events {
                let name = event["name"]?.stringValue ?? ""
                seen[name, default: 0] += 1
                let unique = seen[name] == 1 ? name : "\(name) (\(seen[name] ?? 0))"
                spans[event["span_id"]?.stringValue ?? ""] = unique
                for trace in [event["trace_id"], event["_dd"]?["trace_id"]] {
                    guard let id = trace?.stringValue, traces[id] == nil else { continue }
                    traces[id] = "trace of \(unique)"
                }
            }
        }
    }

    private func canonical(_ key: String, _ value: JSONValue, _ names: Names) -> JSONValue {
        switch key {
        case "start_ns", "duration": return .bool((value.intValue ?? -1) > 0)
        case "span_id", "parent_id", "pagent_span_id", "llmobs_parent_id": return name(value, in: names.spans)
        case "trace_id", "apm_trace_id", "llmobs_trace_id": return name(value, in: names.traces)
        case "tags": return tags(value)
        case "_dd", "meta", "agent_attribution", "apm":
            let fields = (value.objectValue ?? [:]).map { ($0.key, canonical($0.key, $0.value, names)) }
            return .object(JSONObject(fields))
        default: return value
        }
    }

    private func name(_ value: JSONValue, in names: [String: String]) -> JSONValue {
        guard let text = value.stringValue, text != "undefined" else { return value }
        return .string(names[text] ?? "of another process")
    }

    /// `key:value` lines as an object.
    private func tags(_ value: JSONValue) -> JSONValue {
        guard let lines = value.arrayValue else { return value }
        return .object(
            JSONObject(
                lines.map { line in
                    let parts = (line.stringValue ?? "").split(
                        separator: ":",
                        maxSplits: 1,
                        omittingEmptySubsequences: false
                    )
                    return (String(parts[0]), .string(String(parts.last ?? "")))
                }
            )
        )
    }

    private mutating func add(_ path: String, _ value: JSONValue) {
        switch value {
        case .object(let object) where !object.isEmpty:
            for (key, value) in object { add("\(path)/\(key)", value) }
        case .array(let elements) where !elements.isEmpty:
            for (index, value) in elements.enumerated() { add("\(path)/\(index)", value) }
        case .string(let text):
            rows[path] = (try? JSONValue(parsing: text)).map(Self.withDoubles) ?? value
        default:
            rows[path] = Self.withDoubles(value)
        }
    }

    /// 5 and 5.0 are the same number.
    private static func withDoubles(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(let number): .double(Double(number))
        case .array(let elements): .array(elements.map(withDoubles))
        case .object(let object): .object(JSONObject(object.map { ($0.key, withDoubles($0.value)) }))
        default: value
        }
    }
}
