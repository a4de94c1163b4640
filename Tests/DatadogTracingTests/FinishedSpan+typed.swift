// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import DatadogTracing

extension FinishedSpan {
    /// What a reader of `/v0.4/traces` must find; structured tags are given as values.
    func typedV04(nativeEvents: Bool, structs: [String: JSONValue]) -> JSONValue {
        var fields = identity
        if let parentID { fields.append(("parent_id", TypedValue.integer(parentID))) }
        if isError { fields.append(("error", TypedValue.integer(1))) }
        let texts = typedMeta + (nativeEvents || events.isEmpty ? [] : [("events", typedEventText)])
        if !texts.isEmpty { fields.append(("meta", TypedValue.map(texts))) }
        if !metrics.isEmpty { fields.append(("metrics", typedMetrics)) }
        if !type.isEmpty { fields.append(("type", TypedValue.text(type))) }
        if !structs.isEmpty {
            fields.append(("meta_struct", TypedValue.map(structs.map { ($0.key, TypedValue.value($0.value)) })))
        }
        if !links.isEmpty { fields.append(("span_links", .array(links.map(\.typed)))) }
        if nativeEvents, !events.isEmpty { fields.append(("span_events", .array(events.map(\.typed)))) }
        return TypedValue.map(fields)
    }

    /// What a reader of `/v0.5/traces` must find.
    var typedV05: JSONValue {
        var texts = typedMeta
        if !links.isEmpty { texts.append(("_dd.span_links", TypedValue.value(.array(links.map(\.jsonText))))) }
        if !events.isEmpty { texts.append(("events", typedEventText)) }
        return TypedValue.map(
            identity + [
                ("parent_id", TypedValue.integer(parentID ?? 0)), ("error", TypedValue.integer(isError ? 1 : 0)),
                ("meta", TypedValue.map(texts)), ("metrics", typedMetrics), ("type", TypedValue.text(type)),
            ]
        )
    }

    private var identity: [(String, JSONValue)] {
        [
            ("service", TypedValue.text(service)), ("name", TypedValue.text(name)),
            ("resource", TypedValue.text(resource)), ("trace_id", TypedValue.integer(traceID.low)),
            ("span_id", TypedValue.integer(spanID)), ("start", TypedValue.integer(start)),
            ("duration", TypedValue.integer(duration)),
        ]
    }

    private var typedMeta: [(String, JSONValue)] { meta.map { ($0.key, TypedValue.text($0.value)) } }
    private var typedMetrics: JSONValue { TypedValue.map(metrics.map { ($0.key, TypedValue.double($0.value)) }) }
    private var typedEventText: JSONValue { TypedValue.value(.array(events.map(\.jsonText))) }
}

extension DatadogSpanLink {
    fileprivate var typed: JSONValue {
        var fields = [
            ("trace_id", TypedValue.integer(traceID.low)), ("trace_id_high", TypedValue.integer(traceID.high)),
            ("span_id", TypedValue.integer(spanID)),
        ]
        let attributes = attributes.map { ($0.key, TypedValue.text($0.value)) }
        if !attributes.isEmpty { fields.append(("attributes", TypedValue.map(attributes))) }
        if let traceState { fields.append(("tracestate", TypedValue.text(traceState))) }
        if let flags { fields.append(("flags", TypedValue.integer(flags | 1 << 31))) }
        return TypedValue.map(fields)
    }

    fileprivate var jsonText: JSONValue {
        var object: JSONObject = ["trace_id": .string(traceID.hexadecimal), "span_id": .string(spanID.hexadecimal)]
        if !attributes.isEmpty {
            object["attributes"] = .object(JSONObject(attributes.map { ($0.key, .string($0.value)) }))
        }
        object["tracestate"] = traceState.map { .string($0) }
        object["flags"] = flags.map { .integer(Int64($0)) }
        return .object(object)
    }
}

extension DatadogSpanEvent {
    fileprivate var typed: JSONValue {
        var fields = [("time_unix_nano", TypedValue.integer(time)), ("name", TypedValue.text(name))]
        let attributes = attributes.map { ($0.key, $0.value.typedAttribute) }
        if !attributes.isEmpty { fields.append(("attributes", TypedValue.map(attributes))) }
        return TypedValue.map(fields)
    }

    /// Times beyond JSON's integers are cut, and numbers that are not finite have no JSON.
    fileprivate var jsonText: JSONValue {
        var object: JSONObject = ["name": .string(name), "time_unix_nano": .integer(Int64(clamping: time))]
        if !attributes.isEmpty { object["attributes"] = JSONValue.object(attributes).withoutInfinities }
        return .object(object)
    }
}

extension JSONValue {
    fileprivate var typedAttribute: JSONValue {
        func typed(_ type: Int, _ name: String, _ value: JSONValue) -> JSONValue {
            TypedValue.map([("type", TypedValue.integer(type)), (name, value)])
        }
        switch self {
        case .string: return typed(0, "string_value", TypedValue.value(self))
        case .bool: return typed(1, "bool_value", TypedValue.value(self))
        case .integer: return typed(2, "int_value", TypedValue.value(self))
        case .double: return typed(3, "double_value", TypedValue.value(self))
        case .array(let values):
            return typed(4, "array_value", TypedValue.map([("values", .array(values.map(\.typedAttribute)))]))
        default: return typed(0, "string_value", TypedValue.text(text))
        }
    }

    fileprivate var withoutInfinities: JSONValue {
        switch self {
        case .double(let number): number.isFinite ? self : .null
        case .array(let elements): .array(elements.map(\.withoutInfinities))
        case .object(let object): .object(JSONObject(object.map { ($0.key, $0.value.withoutInfinities) }))
        default: self
        }
    }
}
