// SPDX-License-Identifier: Apache-2.0

import JSON

/// What few spans have, kept apart so that the others do not pay for it.
struct SpanExtras: Sendable {
    var links: [DatadogSpanLink] = []
    var events: [DatadogSpanEvent] = []
    /// Structured tags: each value is MessagePack.
    var metaStruct: [String: [UInt8]] = [:]
    /// The error that is to be described, unless tags set by hand do.
    var error: ErrorDescription?
    var statusMessage: String?
    var companion: (any SpanCompanion)?
    /// How many of them were one too many.
    private(set) var dropped = 0

    static let maximumEvents = 128
    static let maximumLinks = 128
    static let maximumStructs = 16

    mutating func append(_ event: DatadogSpanEvent) {
        if events.count < Self.maximumEvents { events.append(event) } else { dropped += 1 }
    }

    mutating func append(_ link: DatadogSpanLink) {
        if links.count < Self.maximumLinks { links.append(link) } else { dropped += 1 }
    }

    mutating func set(_ key: String, struct bytes: [UInt8]) {
        guard metaStruct[key] != nil || metaStruct.count < Self.maximumStructs else {
            dropped += 1
            return
        }
        metaStruct[key] = bytes
    }

    /// Whether any of it is still needed when the span leaves: errors and the like have become tags by then.
    var leavesWithSpan: Bool {
        companion != nil || !links.isEmpty || !events.isEmpty || !metaStruct.isEmpty
    }

    /// The events as JSON text, as the agent reads them in `meta["events"]`.
    var eventText: String { JSONValue.array(events.map(\.json)).text }

    /// The links as JSON text, if there are any.
    var linkText: String? { links.isEmpty ? nil : JSONValue.array(links.map(\.json)).text }

    /// Whether both say the same to a reader of the trace.
    func saysTheSame(as other: Self) -> Bool {
        links == other.links && events == other.events && metaStruct == other.metaStruct
    }

    var estimatedSize: Int {
        var size = links.reduce(0) { $0 + $1.estimatedSize } + events.reduce(0) { $0 + $1.estimatedSize }
        for (key, bytes) in metaStruct { size += 16 + key.utf8.count + bytes.count }
        return size
    }
}

/// A span's extras, or none, in one word.
///
/// An array, since that is the only word which is changed in place.
struct OptionalSpanExtras: Sendable {
    private var one: [SpanExtras]?

    var isPresent: Bool { one != nil }

    var companion: (any SpanCompanion)? { one?[0].companion }

    /// How many were one too many.
    var dropped: Int { isPresent ? value.dropped : 0 }

    /// The extras; empty ones if there are none. Changing them makes some.
    var value: SpanExtras {
        get { one?[0] ?? SpanExtras() }
        _modify {
            if one == nil { one = [SpanExtras()] }
            // There is one: it was just made if there was none.
            yield &one![0]
        }
    }
}
