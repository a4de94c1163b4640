// SPDX-License-Identifier: Apache-2.0

import JSON

extension FinishedSpan {
    /// The span as one object of Datadog's log format for traces; the trace id with all its 32 digits.
    var json: JSONValue {
        var object: JSONObject = [
            "trace_id": .string(traceID.hexadecimal),
            "span_id": .string(spanID.hexadecimal),
            "parent_id": .string((parentID ?? 0).hexadecimal),
            "service": .string(service),
            "name": .string(name),
            "resource": .string(resource),
            "start": .integer(start),
            "duration": .integer(duration),
            "error": .integer(isError ? 1 : 0),
        ]
        if !type.isEmpty { object["type"] = .string(type) }
        object["meta"] = .object(JSONObject(meta.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        object["metrics"] = .object(JSONObject(metrics.sorted { $0.key < $1.key }.map { ($0.key, .double($0.value)) }))
        if !links.isEmpty { object["span_links"] = .array(links.map(\.json)) }
        return .object(object)
    }

    /// A span from such an object; nil if an id, the name or a time is missing.
    init?(json: JSONValue) {
        guard let traceID = json["trace_id"]?.stringValue.flatMap({ TraceID(hexadecimal: $0) }),
            let spanID = json["span_id"]?.stringValue.flatMap({ UInt64(hexadecimal: $0) }),
            let name = json["name"]?.stringValue,
            let start = json["start"]?.intValue, let duration = json["duration"]?.intValue
        else { return nil }
        let parentID = json["parent_id"]?.stringValue.flatMap { UInt64(hexadecimal: $0) } ?? 0
        self.init(
            traceID: traceID,
            spanID: spanID,
            parentID: parentID == 0 ? nil : parentID,
            name: name,
            service: json["service"]?.stringValue ?? "",
            resource: json["resource"]?.stringValue ?? name,
            type: json["type"]?.stringValue ?? "",
            start: Int64(start),
            duration: Int64(duration),
            isError: json["error"]?.intValue == 1
        )
        for (key, value) in json["meta"]?.objectValue ?? [:] { meta[key] = value.stringValue }
        for (key, value) in json["metrics"]?.objectValue ?? [:] { metrics[key] = value.doubleValue }
        links = json["span_links"]?.arrayValue?.compactMap { DatadogSpanLink(json: $0) } ?? []
        events = DatadogSpanEvent.events(in: meta["events"])
    }
}

extension DatadogSpanLink {
    var json: JSONValue {
        var object: JSONObject = ["trace_id": .string(traceID.hexadecimal), "span_id": .string(spanID.hexadecimal)]
        let attributes = attributes.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
        if !attributes.isEmpty { object["attributes"] = .object(JSONObject(attributes)) }
        if let traceState { object["tracestate"] = .string(traceState) }
        if let flags { object["flags"] = .integer(Int64(flags)) }
        return .object(object)
    }

    fileprivate init?(json: JSONValue) {
        guard let traceID = json["trace_id"]?.stringValue.flatMap({ TraceID(hexadecimal: $0) }),
            let spanID = json["span_id"]?.stringValue.flatMap({ UInt64(hexadecimal: $0) })
        else { return nil }
        self.init(traceID: traceID, spanID: spanID, traceState: json["tracestate"]?.stringValue)
        for (key, value) in json["attributes"]?.objectValue ?? [:] { attributes[key] = value.stringValue }
        flags = json["flags"]?.intValue.flatMap { UInt32(exactly: $0) }
    }
}

extension DatadogSpanEvent {
    /// The events in the text of `meta["events"]`.
    static func events(in text: String?) -> [DatadogSpanEvent] {
        guard let text, let events = try? JSONValue(parsing: text).arrayValue else { return [] }
        return events.compactMap { event in
            guard let name = event["name"]?.stringValue, let time = event["time_unix_nano"]?.intValue, time >= 0 else {
                return nil
            }
            return DatadogSpanEvent(
                name: name,
                time: UInt64(time),
                attributes: event["attributes"]?.objectValue ?? [:]
            )
        }
    }
}
