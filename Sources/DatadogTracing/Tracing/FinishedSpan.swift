// SPDX-License-Identifier: Apache-2.0

/// A span that has ended, as it goes to the agent: the shape of one span of the v0.4 payload, with full trace ids.
public struct FinishedSpan: Sendable {
    /// Copies share it: it is changed through ``owned`` alone.
    private(set) var record: SpanRecord

    init(_ record: SpanRecord) {
        self.record = record
    }

    /// The record, to be changed: no other span has it.
    var owned: SpanRecord {
        mutating get {
            if !isKnownUniquelyReferenced(&record) { record = SpanRecord(record.fields) }
            return record
        }
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
        let fields = SpanRecord.Fields(
            traceID: traceID,
            spanID: spanID,
            parentID: parentID,
            name: name,
            service: service,
            resource: resource,
            type: type,
            start: start,
            duration: duration,
            isError: isError,
            tags: meta.own,
            shared: meta.shared
        )
        self.init(SpanRecord(fields))
        for (key, value) in metrics { self.metrics[key] = value }
        if !links.isEmpty { self.links = links }
        if !events.isEmpty { self.events = events }
    }
}
