// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Something that happened at one moment of a span, such as a recorded error.
public struct DatadogSpanEvent: Sendable, Hashable {
    /// Such as `exception`.
    public var name: String
    /// Unix nanoseconds.
    public var time: UInt64
    /// Facts about the event, ordered by key.
    public var attributes: JSONObject

    /// An event of this name at this moment.
    public init(name: String, time: UInt64, attributes: JSONObject = [:]) {
        self.name = name
        self.time = time
        self.attributes = attributes
    }

    /// The event as the agent reads it in `meta["events"]`.
    var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "time_unix_nano": .integer(Int64(clamping: time))]
        if !attributes.isEmpty { object["attributes"] = .object(attributes) }
        return .object(object)
    }

    /// Bytes in memory and in the payload, roughly.
    var estimatedSize: Int {
        attributes.reduce(64 + name.utf8.count) { $0 + 32 + $1.key.utf8.count + $1.value.estimatedSize }
    }
}

extension JSONValue {
    fileprivate var estimatedSize: Int {
        if let text = stringValue { return text.utf8.count }
        return arrayValue?.reduce(0) { $0 + 16 + $1.estimatedSize } ?? 9
    }
}
