// SPDX-License-Identifier: Apache-2.0

extension FinishedSpan {
    /// All 128 bits.
    public var traceID: TraceID {
        get { record.fields.traceID }
        set { owned.fields.traceID = newValue }
    }

    /// Never zero.
    public var spanID: UInt64 {
        get { record.fields.spanID }
        set { owned.fields.spanID = newValue }
    }

    /// Nil for a root without a remote parent.
    public var parentID: UInt64? {
        get { record.fields.parentID }
        set { owned.fields.parentID = newValue }
    }

    /// The operation's name, such as `extraction.job`.
    public var name: String {
        get { record.fields.name }
        set { owned.fields.name = newValue }
    }

    /// The service the span belongs to.
    public var service: String {
        get { record.fields.service }
        set { owned.fields.service = newValue }
    }

    /// What was worked on; the operation's name unless a resource was set.
    public var resource: String {
        get { record.fields.resource }
        set { owned.fields.resource = newValue }
    }

    /// Such as `web`, `worker`, `llm`; empty if none was set.
    public var type: String {
        get { record.fields.type }
        set { owned.fields.type = newValue }
    }

    /// Unix nanoseconds.
    public var start: Int64 {
        get { record.fields.start }
        set { owned.fields.start = newValue }
    }

    /// Nanoseconds.
    public var duration: Int64 {
        get { record.fields.duration }
        set { owned.fields.duration = newValue }
    }

    /// Whether the span failed.
    public var isError: Bool {
        get { record.fields.isError }
        set { owned.fields.isError = newValue }
    }

    /// Other spans this one points at.
    public var links: [DatadogSpanLink] {
        get { record.fields.extras.value.links }
        set { owned.fields.extras.value.links = newValue }
    }

    /// What happened during the span; unless native events are switched on, `meta["events"]` says the same as text.
    public var events: [DatadogSpanEvent] {
        get { record.fields.extras.value.events }
        set { owned.fields.extras.value.events = newValue }
    }

    /// Structured tags (`meta_struct`): each value is a MessagePack value of its own.
    public var metaStruct: [String: [UInt8]] {
        get { record.fields.extras.value.metaStruct }
        set { owned.fields.extras.value.metaStruct = newValue }
    }

    /// String tags, among them `error.*`, `span.kind`, `env`.
    public var meta: TextTags {
        get { TextTags(own: record.fields.tags, shared: record.fields.shared) }
        _modify {
            var view = TextTags(own: record.fields.tags, shared: record.fields.shared)
            let owned = owned
            owned.fields.tags = TagList()
            defer { (owned.fields.tags, owned.fields.shared) = (view.own, view.shared) }
            yield &view
        }
    }

    /// Number tags.
    public var metrics: NumberTags {
        get { NumberTags(own: record.fields.tags) }
        _modify {
            var view = NumberTags(own: record.fields.tags)
            let owned = owned
            owned.fields.tags = TagList()
            defer { owned.fields.tags = view.own }
            yield &view
        }
    }
}
