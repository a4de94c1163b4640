// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import DatadogTracing

/// What ddtrace says about an extracted context, and what ours says, in the same words.
struct ComparableExtraction: Equatable {
    var traceID: String?
    var spanID: String?
    var priority: String?
    var origin: String?
    var meta: [String: String] = [:]
    var baggage: [Baggage.Item] = []
    var links: [String] = []

    init(_ json: JSONValue) {
        traceID = json["trace_id_hex"]?.stringValue
        spanID = json["span_id_hex"]?.stringValue
        priority = json["sampling_priority"].flatMap { $0.isNull ? nil : $0.text }
        origin = json["dd_origin"]?.stringValue
        for (key, value) in json["meta"]?.strings ?? [:] where key != "traceparent" && key != "_dd.origin" {
            meta[key] = value
        }
        if meta["tracestate"] == "" { meta["tracestate"] = nil }
        baggage = Baggage(recorded: json["baggage"]).items
        links = (json["span_links"]?.arrayValue ?? []).map { link in
            let attributes = link["attributes"]
            let texts = [link["trace_id"], link["span_id"], attributes?["reason"], attributes?["context_headers"]]
            return (texts + [link["tracestate"], link["flags"]]).map { $0?.stringValue ?? $0?.text ?? "-" }
                .joined(separator: " ")
        }
    }

    init(_ extraction: Extraction) {
        baggage = extraction.baggage.items
        guard let context = extraction.context else { return }
        traceID = context.hasTrace ? context.traceID.hexadecimal : nil
        spanID = context.spanID == 0 ? nil : context.spanID.hexadecimal
        priority = context.samplingPriority.map { String($0) }
        origin = context.origin
        meta = context.baggageTags
        for tag in context.propagationTags.tags { meta[tag.key] = tag.value }
        meta["tracestate"] = context.traceState
        meta["_dd.parent_id"] = context.lastDatadogParentID
        meta["_dd.propagation_error"] = context.propagationError
        links = context.links.map { link in
            let attributes = ["reason", "context_headers"].map { link.attributes[$0] ?? "-" }
            let rest = [link.traceState ?? "-", link.flags.map { String($0) } ?? "-"]
            return ([link.traceID.hexadecimal, link.spanID.hexadecimal] + attributes + rest).joined(separator: " ")
        }
    }

    /// Names of the fields and tags that are not the same.
    func fieldsDiffering(from other: Self) -> Set<String> {
        var fields = Set(meta.keys).union(other.meta.keys).filter { meta[$0] != other.meta[$0] }
        if traceID != other.traceID { fields.insert("traceID") }
        if spanID != other.spanID { fields.insert("spanID") }
        if priority != other.priority { fields.insert("priority") }
        if origin != other.origin { fields.insert("origin") }
        if baggage != other.baggage { fields.insert("baggage") }
        if links != other.links { fields.insert("links") }
        return fields
    }
}

extension DatadogSpanContext {
    /// The context that ddtrace was given; without a trace if it had none.
    init(recorded json: JSONValue) {
        self = .withoutTrace
        let id = json["trace_id_hex"]?.stringValue.flatMap { TraceID(hexadecimal: $0) }
        let span = json["span_id_hex"]?.stringValue.flatMap { UInt64(hexadecimal: $0) }
        if let id, let span { (traceID, spanID) = (id, span) }
        samplingPriority = json["sampling_priority"]?.intValue
        origin = json["dd_origin"]?.stringValue
        for (key, value) in json["meta"]?.objectValue ?? [:] where key.hasPrefix("_dd.p.") {
            propagationTags[key] = value.stringValue
        }
        traceState = json["meta"]?["tracestate"]?.stringValue
    }
}

extension Baggage {
    init(recorded json: JSONValue?) {
        self.init()
        for (key, value) in json?.objectValue ?? [:] { self[key] = value.stringValue }
    }
}

extension JSONValue {
    /// The members that are strings.
    var strings: [String: String] {
        var strings: [String: String] = [:]
        for (key, value) in objectValue ?? [:] { strings[key] = value.stringValue }
        return strings
    }
}
