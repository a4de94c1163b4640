// SPDX-License-Identifier: Apache-2.0

import JSON

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
        get { fields.extras.value.links }
        set { fields.extras.value.links = newValue }
    }

    /// What happened during the span; unless native events are switched on, `meta["events"]` says the same as text.
    public var events: [DatadogSpanEvent] {
        get { fields.extras.value.events }
        set { fields.extras.value.events = newValue }
    }

    /// Structured tags (`meta_struct`): each value is a MessagePack value of its own.
    public var metaStruct: [String: [UInt8]] {
        get { fields.extras.value.metaStruct }
        set { fields.extras.value.metaStruct = newValue }
    }

    /// String tags, among them `error.*`, `span.kind`, `env`.
    public var meta: TextTags {
        get { TextTags(own: fields.tags, shared: fields.shared) }
        _modify {
            var view = TextTags(own: fields.tags, shared: fields.shared)
            fields.tags = TagList()
            defer { (fields.tags, fields.shared) = (view.own, view.shared) }
            yield &view
        }
    }

    /// Number tags.
    public var metrics: NumberTags {
        get { NumberTags(own: fields.tags) }
        _modify {
            var view = NumberTags(own: fields.tags)
            fields.tags = TagList()
            defer { fields.tags = view.own }
            yield &view
        }
    }
}

extension FinishedSpan.Fields {
    /// Takes shared tags; those of its own win.
    mutating func share(_ shared: SharedTags) {
        let isHidden = tags.hides(shared)
        if isHidden { tags.take(shared) }
        self.shared = isHidden ? nil : shared
    }

    /// How many tags are in ``FinishedSpan/meta``.
    var textCount: Int { (shared?.tags.count ?? 0) + tags.textCount }

    /// The text of `meta["events"]` where the span was made to carry its events in a field of their own.
    var missingEventText: String? {
        guard extras.isPresent, !extras.value.events.isEmpty, tags.value("events") == nil else { return nil }
        return JSONValue.array(extras.value.events.map(\.json)).text
    }

    /// The links as JSON text, if there are any.
    var linkText: String? {
        guard extras.isPresent, !extras.value.links.isEmpty else { return nil }
        return JSONValue.array(extras.value.links.map(\.json)).text
    }

    /// A rough upper estimate of the span's size in memory and in the payload, in bytes.
    var estimatedSize: Int {
        var size = 200 + name.utf8.count + service.utf8.count + resource.utf8.count + type.utf8.count
        size += tags.estimatedSize + (shared?.encoded.count ?? 0)
        if extras.isPresent { size += extras.value.estimatedSize }
        return size
    }
}
