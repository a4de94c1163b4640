// SPDX-License-Identifier: Apache-2.0

import Tracing

/// A span that is being made, and what may still change while it is open.
///
/// Tags lie in a list. From the first time that they are changed as `SpanAttributes` until the span ends, they lie there
/// instead: changing between the two for each call would cost more than all else.
///
/// Not copyable, so that no span pays for copies by accident.
struct SpanState: ~Copyable {
    /// As it goes to the agent; the resource is empty if it is the operation's name. Complete once the span has ended.
    private(set) var record: SpanRecord
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    var isServiceManual = false
    /// Whether the service came as an attribute.
    var isServiceAttribute = false
    /// Whether the span carries the configured version.
    var isVersioned = false
    /// If there, newer than the span's tags, and than its fields that have a key of their own.
    var attributes: SpanAttributes?
    /// Grows with each change of tags and attributes, so that two changes at the same time are both kept.
    var version = 0
    var droppedTags = 0
    var isEnded = false

    static let maximumTags = 1024

    /// The state of a trace's first span here; the record's service is empty unless given.
    init(_ record: SpanRecord, _ tracer: DatadogTracer) {
        self.record = record
        isServiceManual = !record.fields.service.isEmpty
        if !isServiceManual { record.fields.service = tracer.service }
        isVersioned = tracer.hasVersion && record.fields.service == tracer.service
    }

    /// The state of a span below another; the record's service is empty unless given.
    init(_ record: SpanRecord, below parent: borrowing SpanState) {
        self.record = record
        let isServiceGiven = !record.fields.service.isEmpty
        isServiceManual = isServiceGiven || parent.isServiceManual
        if !isServiceGiven { record.fields.service = parent.currentService }
        isVersioned = parent.isVersioned(record.fields.service)
    }

    private init(copy original: borrowing SpanState) {
        record = SpanRecord(original.record.fields)
        isServiceManual = original.isServiceManual
        isServiceAttribute = original.isServiceAttribute
        isVersioned = original.isVersioned
        attributes = original.attributes
        isEnded = original.isEnded
    }

    /// The state of a span that keeps nothing.
    init() {
        record = Self.nothing
        isEnded = true
    }

    private static let nothing = SpanRecord(
        SpanRecord.Fields(
            traceID: TraceID(low: 0),
            spanID: 0,
            name: "",
            service: "",
            resource: "",
            type: "",
            start: 0
        )
    )

    /// Another of the same, apart from what is only counted.
    var copy: SpanState { SpanState(copy: self) }

    /// Whether the span was open until now.
    mutating func end() -> Bool {
        defer { isEnded = true }
        return !isEnded
    }

    /// The span, which has ended and takes along what is not to stay here: extras may refer back to the span.
    mutating func leave() -> FinishedSpan {
        let span = FinishedSpan(record)
        if record.fields.extras.isPresent {
            record = SpanRecord(record.fields)
            record.fields.extras = OptionalSpanExtras()
        }
        return span
    }

    /// The service as it stands.
    var currentService: String { attributes?.get(SpanField.serviceKey)?.text ?? record.fields.service }

    /// Whether the span has the configured version, and this service.
    func isVersioned(_ service: String) -> Bool { isVersioned && currentService == service }

    var currentResource: String {
        if let text = attributes?.get(SpanField.resourceKey)?.text { return text }
        return record.fields.resource.isEmpty ? record.fields.name : record.fields.resource
    }

    /// The tag of a key, as it would be if the span ended now.
    func value(_ key: String) -> SpanTag.Value? {
        guard let attributes else { return record.fields.tags.value(key) }
        return attributes.get(key).flatMap { SpanTag.Value($0) }
    }

    /// Sets a tag, or what the key stands for.
    @inline(__always)
    mutating func set(_ key: String, _ value: SpanTag.Value) {
        guard !isEnded else { return }
        version &+= 1
        if attributes != nil || SpanField.maybe(key) { return setWithCare(key, value) }
        if !record.fields.tags.set(key, value, limit: Self.maximumTags) { droppedTags += 1 }
    }

    @inline(never)
    private mutating func setWithCare(_ key: String, _ value: SpanTag.Value) {
        if attributes != nil {
            guard hasRoom(for: key) else {
                droppedTags += 1
                return
            }
            attributes?.set(key, value: SpanAttribute(value))
        } else {
            if let field = SpanField(key), set(field, value) { return }
            if !record.fields.tags.set(key, value, limit: Self.maximumTags) { droppedTags += 1 }
        }
    }

    mutating func remove(_ key: String) {
        guard !isEnded else { return }
        version &+= 1
        record.fields.tags.remove(key)
        if attributes?.get(key) != nil { attributes?.set(key, value: nil) }
    }

    /// Takes away what attributes say about a field that is about to be set otherwise: the later one of both counts.
    mutating func override(_ key: String) {
        if attributes != nil { remove(key) }
    }

    /// Gives the field its value; false if the key is to be stored as a tag besides.
    private mutating func set(_ field: SpanField, _ value: SpanTag.Value) -> Bool {
        switch field {
        case .service: record.fields.service = value.string
        case .version: record.fields.tags.set("version", .text(value.string))
        case .resource: record.fields.resource = value.string
        case .type: record.fields.type = value.string
        case .error: record.fields.isError = value.isTrue
        case .measured: record.fields.tags.set(SpanField.measuredKey, .number(value.isTrue ? 1 : 0))
        case .httpStatus: record.fields.tags.set(SpanField.httpStatusKey, .text(value.string))
        // Decisions about the trace are taken where the trace is known.
        case .keep, .drop: break
        }
        return field != .service && field != .version
    }
}
