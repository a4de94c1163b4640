// SPDX-License-Identifier: Apache-2.0

/// A span that has ended, as it goes to the agent: the shape of one span of the v0.4 payload, with full trace ids.
public struct FinishedSpan: Sendable, Hashable {
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
    /// What was worked on; the operation's name unless `resource.name` was set.
    public var resource: String
    /// Such as `web`, `worker`, `llm`; empty if none was set.
    public var type: String
    /// Unix nanoseconds.
    public var start: Int64
    /// Nanoseconds.
    public var duration: Int64
    /// Whether the span failed.
    public var isError: Bool
    /// String tags, among them `error.*`, `span.kind`, `env`, and `events` (the span's events as JSON text).
    public var meta: [String: String]
    /// Number tags.
    public var metrics: [String: Double]
    /// Other spans this one points at.
    public var links: [DatadogSpanLink]
    /// What happened during the span; `meta["events"]` says the same as text.
    public var events: [DatadogSpanEvent]
    /// The position among the started spans of its trace in this process.
    var sequence = 0

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
        meta: [String: String] = [:],
        metrics: [String: Double] = [:],
        links: [DatadogSpanLink] = [],
        events: [DatadogSpanEvent] = []
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
        self.meta = meta
        self.metrics = metrics
        self.links = links
        self.events = events
    }
}

extension FinishedSpan {
    /// A rough upper estimate of the span's size in memory and in the payload, in bytes.
    var estimatedSize: Int {
        var size = 200 + name.utf8.count + service.utf8.count + resource.utf8.count + type.utf8.count
        for (key, value) in meta { size += 16 + key.utf8.count + value.utf8.count }
        for key in metrics.keys { size += 24 + key.utf8.count }
        for link in links { size += link.estimatedSize }
        return size + events.count * 64
    }
}
