// SPDX-License-Identifier: Apache-2.0

import JSON

extension MessagePackWriter {
    /// Events as a field of their own, each attribute with its type.
    mutating func append(_ events: [DatadogSpanEvent]) {
        append("span_events")
        append(arrayOf: events.count)
        for event in events { append(event) }
    }

    private mutating func append(_ event: DatadogSpanEvent) {
        append(mapOf: event.attributes.isEmpty ? 2 : 3)
        append("time_unix_nano")
        append(uint64: event.time)
        append("name")
        append(string: event.name)
        guard !event.attributes.isEmpty else { return }
        append("attributes")
        append(mapOf: event.attributes.count)
        for (key, value) in event.attributes {
            append(string: key)
            append(typed: value)
        }
    }

    private mutating func append(typed value: JSONValue) {
        append(mapOf: 2)
        append("type")
        switch value {
        case .string(let text): append(typed: text)
        case .bool(let bool):
            append(uint8: 1)
            append("bool_value")
            append(bool: bool)
        case .integer(let integer):
            append(uint8: 2)
            append("int_value")
            append(integer: integer)
        case .double(let double):
            append(uint8: 3)
            append("double_value")
            append(double: double)
        case .array(let values):
            append(uint8: 4)
            append("array_value")
            append(mapOf: 1)
            append("values")
            append(arrayOf: values.count)
            for value in values { append(typed: value) }
        default: append(typed: value.text)
        }
    }

    private mutating func append(typed text: String) {
        append(uint8: 0)
        append("string_value")
        append(string: text)
    }
}
