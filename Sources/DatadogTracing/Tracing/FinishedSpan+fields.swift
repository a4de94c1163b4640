// SPDX-License-Identifier: Apache-2.0

extension FinishedSpan {
    /// All 128 bits.
    public var traceID: TraceID {
        get { fields.traceID }
        set { fields.traceID = newValue }
    }

    /// Never zero.
    public var spanID: UInt64 {
        get { fields.spanID }
        set { fields.spanID = newValue }
    }

    /// Nil for a root without a remote parent.
    public var parentID: UInt64? {
        get { fields.parentID }
        set { fields.parentID = newValue }
    }

    /// The operation's name, such as `extraction.job`.
    public var name: String {
        get { fields.name }
        set { fields.name = newValue }
    }

    /// The service the span belongs to.
    public var service: String {
        get { fields.service }
        set { fields.service = newValue }
    }

    /// What was worked on; the operation's name unless a resource was set.
    public var resource: String {
        get { fields.resource }
        set { fields.resource = newValue }
    }

    /// Such as `web`, `worker`, `llm`; empty if none was set.
    public var type: String {
        get { fields.type }
        set { fields.type = newValue }
    }

    /// Unix nanoseconds.
    public var start: Int64 {
        get { fields.start }
        set { fields.start = newValue }
    }

    /// Nanoseconds.
    public var duration: Int64 {
        get { fields.duration }
        set { fields.duration = newValue }
    }

    /// Whether the span failed.
    public var isError: Bool {
        get { fields.isError }
        set { fields.isError = newValue }
    }

    /// Other spans this one points at.
    public var links: [DatadogSpanLink] {
        get { extras.value.links }
        set { extras.value.links = newValue }
    }

    /// What happened during the span; unless native events are switched on, `meta["events"]` says the same as text.
    public var events: [DatadogSpanEvent] {
        get { extras.value.events }
        set { extras.value.events = newValue }
    }

    /// Structured tags (`meta_struct`): each value is a MessagePack value of its own.
    public var metaStruct: [String: [UInt8]] {
        get { extras.value.metaStruct }
        set { extras.value.metaStruct = newValue }
    }

    /// String tags, among them `error.*`, `span.kind`, `env`.
    public var meta: TextTags {
        get { TextTags(tags) }
        _modify {
            var view = TextTags(tags)
            tags = TagList()
            defer { tags = view.tags }
            yield &view
        }
    }

    /// Number tags.
    public var metrics: NumberTags {
        get { NumberTags(tags) }
        _modify {
            var view = NumberTags(tags)
            tags = TagList()
            defer { tags = view.tags }
            yield &view
        }
    }
}
