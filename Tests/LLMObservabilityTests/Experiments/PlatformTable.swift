// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport

/// Requests to the platform as a flat table that two languages can be compared by.
struct PlatformTable {
    /// One request.
    struct Request {
        let method: String
        let path: String
        let headers: [(name: String, value: String)]
        let body: JSONValue?
    }

    private(set) var rows: [String: JSONValue] = [:]
    private var spans: [String: String] = [:]

    /// Headers that matter; keys are only there or not.
    private static let headers: Set = [
        "content-type", "dd-api-key", "dd-application-key", "x-datadog-evp-subdomain", "x-datadog-needsappkey",
    ]

    /// Requests in their order, but results of records by the time at which these started.
    init(_ requests: [Request]) {
        let events = requests.filter(\.hasMetrics).sorted { $0.rank < $1.rank }
        var next = events.makeIterator()
        let ordered = requests.map { $0.hasMetrics ? next.next() ?? $0 : $0 }
        for (index, request) in ordered.enumerated() {
            let name = "\(index + 1) \(request.method) \(request.path)"
            for (header, value) in request.headers where Self.headers.contains(header.lowercased()) {
                rows["\(name)/\(header.lowercased())"] = header.lowercased().hasPrefix("dd-") ? true : .string(value)
            }
            rows[name] = .bool(request.body != nil)
            add(name, request.body ?? .null)
        }
    }

    init(_ requests: [RecordedHTTPRequest]) throws {
        self.init(
            try requests.filter { $0.path.contains("/llm-obs/") }.map { request in
                Request(
                    method: request.method,
                    path: request.target,
                    headers: request.headers.map { ($0.name, $0.value) },
                    body: request.body.isEmpty ? nil : try JSONValue(parsing: request.body)
                )
            }
        )
    }

    private mutating func add(_ path: String, _ value: JSONValue) {
        switch value {
        case .object(let object) where !object.isEmpty:
            for (key, value) in object { add("\(path)/\(key)", canonical(key, value)) }
        case .array(let elements) where !elements.isEmpty:
            for (index, value) in elements.enumerated() { add("\(path)/\(index)", value) }
        case .integer(let number): rows[path] = .double(Double(number))
        default: rows[path] = value
        }
    }

    private mutating func canonical(_ key: String, _ value: JSONValue) -> JSONValue {
        switch key {
        case "timestamp_ms": return .bool((value.intValue ?? 0) > 1_700_000_000_000)
        case "span_id", "trace_id":
            guard let id = value.stringValue, !id.isEmpty else { return value }
            if spans[id] == nil { spans[id] = "\(key) \(spans.count)" }
            return .string(spans[id] ?? "")
        case "tags": return tags(value)
        default: return value
        }
    }

    private func tags(_ value: JSONValue) -> JSONValue {
        guard let lines = value.arrayValue, !lines.isEmpty else { return value }
        let pairs = lines.map { line in
            let parts = (line.stringValue ?? "").split(separator: ":", maxSplits: 1).map(String.init)
            return (parts[0], parts[0] == "run_id" ? JSONValue.bool(parts[1].count == 36) : .string(parts.last ?? ""))
        }
        return .object(JSONObject(pairs))
    }
}

extension PlatformTable.Request {
    fileprivate var hasMetrics: Bool { path.hasSuffix("/events") }

    /// What is said of the whole run comes last.
    fileprivate var rank: Int {
        let first = body?["data"]?["attributes"]?["metrics"]?[0]
        return first?["metric_source"] == "summary" ? .max : first?["timestamp_ms"]?.intValue ?? 0
    }
}
