// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What may still change while a span is open.
struct SpanState {
    var operationName: String
    var attributes = SpanAttributes()
    /// Grows with each change of the attributes, so that two changes at the same time are both kept.
    var version = 0
    var recordedError: ErrorDescription?
    var statusMessage: String?
    var events: [DatadogSpanEvent] = []
    var links: [DatadogSpanLink] = []
    var isEnded = false

    /// Room made at the first attribute.
    static let usualAttributes = 6
    static let maximumEvents = 128
    static let maximumLinks = 128

    mutating func set(_ attributes: SpanAttributes) {
        guard !isEnded else { return }
        self.attributes = attributes
        version &+= 1
    }

    /// Takes back attributes that were lent for a change at `version`.
    mutating func takeBack(_ changed: SpanAttributes, lent original: SpanAttributes, version: Int) {
        guard !isEnded else { return }
        if version == self.version { return set(changed) }
        var merged = attributes
        changed.visit { key, value in
            if original.get(key) != value { merged.set(key, value: value) }
        }
        original.visit { key, _ in
            if changed.get(key) == nil { merged.set(key, value: nil) }
        }
        set(merged)
    }

    mutating func set(_ key: String, _ value: SpanAttribute?) {
        guard !isEnded else { return }
        attributes.set(key, value: value)
        version &+= 1
    }

    mutating func append(_ event: DatadogSpanEvent) {
        guard !isEnded, events.count < Self.maximumEvents else { return }
        events.append(event)
    }

    mutating func append(_ link: DatadogSpanLink) {
        guard !isEnded, links.count < Self.maximumLinks else { return }
        links.append(link)
    }
}
