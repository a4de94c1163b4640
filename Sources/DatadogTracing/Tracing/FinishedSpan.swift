// SPDX-License-Identifier: Apache-2.0

/// A span that has ended, as it goes to the agent: the shape of one span of the v0.4 payload, with full trace ids.
public struct FinishedSpan: Sendable {
    var fields: SpanFields
    /// Strings and numbers; a key is in one of both.
    var tags: TagList
    var extras = OptionalSpanExtras()

    init(fields: SpanFields, tags: TagList) {
        self.fields = fields
        self.tags = tags
    }

    /// A span with these values; everything that may be empty defaults to empty.
    public init(
        traceID: TraceID,
        spanID: UInt64,
        parentID: UInt64? = nil,
        name: String,
        service: String,
        resource: String,
        type: String = "",
        start: Int64,
        duration: Int64,
        isError: Bool = false,
        meta: TextTags = [:],
        metrics: NumberTags = [:],
        links: [DatadogSpanLink] = [],
        events: [DatadogSpanEvent] = []
    ) {
        let fields = SpanFields(
            traceID: traceID,
            spanID: spanID,
            parentID: parentID,
            name: name,
            service: service,
            resource: resource,
            type: type,
            start: start,
            duration: duration,
            isError: isError
        )
        self.init(fields: fields, tags: meta.tags)
        for (key, value) in metrics { self.metrics[key] = value }
        if !links.isEmpty { self.links = links }
        if !events.isEmpty { self.events = events }
    }
}
