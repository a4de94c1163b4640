// SPDX-License-Identifier: Apache-2.0

/// A span that has ended, as it goes to the agent: the shape of one span of the v0.4 payload, with full trace ids.
public struct FinishedSpan: Sendable {
    /// One element: passing a span on copies one reference, and changing it changes the fields where they are.
    private var one: [Fields]

    struct Fields: Sendable {
        var traceID: TraceID
        var spanID: UInt64
        var parentID: UInt64?
        var name: String
        var service: String
        var resource: String
        var type: String
        var start: Int64
        var duration: Int64
        var isError: Bool
        /// The position among the started spans of its trace in this process.
        var sequence = 0
        /// The span's own tags, strings and numbers.
        var tags = TagList()
        /// String tags that it has in common with other spans; none of them has a key of ``tags``.
        var shared: SharedTags?
        var extras = OptionalSpanExtras()
    }

    init(_ fields: Fields) {
        one = [fields]
    }

    var fields: Fields {
        _read { yield one[0] }
        _modify { yield &one[0] }
    }

    /// Looks at the fields where they are: reading ``fields`` may copy them.
    func withFields(_ body: (borrowing Fields) -> Void) {
        one.withUnsafeBufferPointer { buffer in
            // By address: the buffer's subscript would copy, too. There always is an element.
            if let first = buffer.baseAddress { body(first.pointee) }
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
        let fields = Fields(
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
        self.init(fields)
        for (key, value) in metrics { self.metrics[key] = value }
        if !links.isEmpty { self.links = links }
        if !events.isEmpty { self.events = events }
    }
}
