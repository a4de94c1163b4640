// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import DatadogTracing

/// Spans of ddtrace's recorded requests.
enum RecordedSpan {
    /// A span of a recording; ids above the range of JSON's integers do not matter here.
    static func finished(_ json: JSONValue) -> FinishedSpan {
        var span = FinishedSpan(
            traceID: TraceID(low: UInt64(json["trace_id"]?.text ?? "") ?? 0),
            spanID: UInt64(json["span_id"]?.text ?? "") ?? 0,
            parentID: json["parent_id"].map { UInt64($0.text) ?? 1 },
            name: json["name"]?.stringValue ?? "",
            service: json["service"]?.stringValue ?? "",
            resource: json["resource"]?.stringValue ?? "",
            type: json["type"]?.stringValue ?? "",
            start: Int64(json["start"]?.intValue ?? 0),
            duration: Int64(json["duration"]?.intValue ?? 0),
            isError: json["error"]?.intValue == 1
        )
        for (key, value) in json["meta"]?.objectValue ?? [:] { span.meta[key] = value.stringValue }
        for (key, value) in json["metrics"]?.objectValue ?? [:] { span.metrics[key] = value.doubleValue }
        span.links = (json["span_links"]?.arrayValue ?? []).map(link)
        return span
    }

    private static func link(_ json: JSONValue) -> DatadogSpanLink {
        var link = DatadogSpanLink(
            traceID: TraceID(
                high: UInt64(json["trace_id_high"]?.text ?? "") ?? 0,
                low: UInt64(json["trace_id"]?.text ?? "") ?? 0
            ),
            spanID: UInt64(json["span_id"]?.text ?? "") ?? 0,
            traceState: json["tracestate"]?.stringValue,
            flags: json["flags"]?.intValue == nil ? nil : 1
        )
        for (key, value) in json["attributes"]?.objectValue ?? [:] { link.attributes[key] = value.stringValue }
        return link
    }
}
