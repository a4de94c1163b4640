// SPDX-License-Identifier: Apache-2.0

import JSON

/// A span that has ended, as it goes to the agent: the shape of one span of the v0.4 payload, with full trace ids.
public struct FinishedSpan: Sendable {
    /// All 128 bits.
    public var traceID: TraceID
    /// Never zero.
    public var spanID: UInt64
    /// Nil for a root without a remote parent.
    public var parentID: UInt64?
    /// The operation's name, such as `extraction.job`.
    public var name: String
    /// The service the span belongs to.
    public var service: String
    /// What was worked on; the operation's name unless a resource was set.
    public var resource: String
    /// Such as `web`, `worker`, `llm`; empty if none was set.
    public var type: String
    /// Unix nanoseconds.
    public var start: Int64
    /// Nanoseconds.
    public var duration: Int64
    /// Whether the span failed.
    public var isError: Bool
    /// Other spans this one points at.
    public var links: [DatadogSpanLink] = []
    /// What happened during the span; unless native events are switched on, `meta["events"]` says the same as text.
    public var events: [DatadogSpanEvent] = []
    /// Structured tags (`meta_struct`): each value is a MessagePack value of its own.
    public var metaStruct: [String: [UInt8]] = [:]
    /// The position among the started spans of its trace in this process.
    var sequence = 0
    /// The span's own tags, strings and numbers.
    var tags = TagList()
    /// String tags that it has in common with other spans; none of them has a key of ``tags``.
    var shared: SharedTags?

    /// String tags, among them `error.*`, `span.kind`, `env`.
    public var meta: TextTags {
        get { TextTags(own: tags, shared: shared) }
        _modify {
            var view = TextTags(own: tags, shared: shared)
            tags = TagList()
            defer { (tags, shared) = (view.own, view.shared) }
            yield &view
        }
    }

    /// Number tags.
    public var metrics: NumberTags {
        get { NumberTags(own: tags) }
        _modify {
            var view = NumberTags(own: tags)
            tags = TagList()
            defer { tags = view.own }
            yield &view
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
        self.init(
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
        for (key, value) in metrics { self.metrics[key] = value }
        self.links = links
        self.events = events
    }

    init(
        traceID: TraceID,
        spanID: UInt64,
        parentID: UInt64?,
        name: String,
        service: String,
        resource: String,
        type: String,
        start: Int64,
        duration: Int64,
        isError: Bool,
        tags: TagList,
        shared: SharedTags?
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentID = parentID
        self.name = name
        self.service = service
        self.resource = resource
        self.type = type
        self.start = start
        self.duration = duration
        self.isError = isError
        self.tags = tags
        self.shared = shared
    }
}

extension FinishedSpan {
    /// Takes shared tags; those of its own win.
    mutating func share(_ tags: SharedTags) {
        guard self.tags.hides(tags) else {
            shared = tags
            return
        }
        self.tags.take(tags)
        shared = nil
    }

    /// How many tags are in ``meta``.
    var textCount: Int { (shared?.tags.count ?? 0) + tags.textCount }

    /// The text of `meta["events"]` where the span was made to carry its events in a field of their own.
    var missingEventText: String? {
        guard !events.isEmpty, tags.value("events") == nil else { return nil }
        return JSONValue.array(events.map(\.json)).text
    }

    /// A rough upper estimate of the span's size in memory and in the payload, in bytes.
    var estimatedSize: Int {
        var size = 200 + name.utf8.count + service.utf8.count + resource.utf8.count + type.utf8.count
        size += tags.byteCount + tags.count * 16 + (shared?.encoded.count ?? 0)
        for link in links { size += link.estimatedSize }
        for (key, bytes) in metaStruct { size += 16 + key.utf8.count + bytes.count }
        for event in events { size += event.estimatedSize }
        return size
    }
}
