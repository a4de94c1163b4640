// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What may still change while a span is open.
///
/// Tags lie in a list. From the first time that they are changed as `SpanAttributes` until the span ends, they lie there
/// instead: changing between the two for each call would cost more than all else.
///
/// Not copyable, so that no span pays for copies by accident.
struct SpanState: ~Copyable {
    var operationName: String
    var service: String
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    var isServiceManual = false
    /// Whether the service came as an attribute.
    var isServiceAttribute = false
    /// Whether the span carries the configured version.
    var isVersioned = false
    /// Empty if it is the operation's name.
    var resource = ""
    var type = ""
    var isError = false
    var tags = TagList()
    /// If there, newer than ``tags``, and than the fields that have a key of their own.
    var attributes: SpanAttributes?
    /// Grows with each change of the attributes, so that two changes at the same time are both kept.
    var version = 0
    var droppedTags = 0
    var extras = OptionalSpanExtras()
    var isEnded = false

    static let maximumTags = 1024

    /// The state of a trace's first span here.
    init(_ start: borrowing SpanStart, _ tracer: DatadogTracer) {
        operationName = start.operationName
        service = start.service.isEmpty ? tracer.service : start.service
        isServiceManual = !start.service.isEmpty
        isVersioned = tracer.hasVersion && service == tracer.service
        resource = start.resource
        type = start.type
    }

    /// The state of a span below another.
    ///
    /// - Parameter root: the service of the trace's first span here, if that has the configured version.
    init(_ start: borrowing SpanStart, below parent: borrowing SpanState, versioned root: String?) {
        operationName = start.operationName
        let isServiceGiven = !start.service.isEmpty
        service = isServiceGiven ? start.service : parent.currentService
        isServiceManual = isServiceGiven || parent.isServiceManual
        isVersioned = root == service
        resource = start.resource
        type = start.type
    }

    /// The state of a span that keeps nothing.
    init() {
        operationName = ""
        service = ""
        isEnded = true
    }

    /// Whether the span was open until now.
    mutating func end() -> Bool {
        defer { isEnded = true }
        return !isEnded
    }

    /// The service as it stands.
    var currentService: String { attributes?.get(SpanField.serviceKey)?.text ?? service }

    /// The service, if the span has the configured version.
    var versionedService: String? { isVersioned ? currentService : nil }

    var currentResource: String {
        attributes?.get(SpanField.resourceKey)?.text ?? (resource.isEmpty ? operationName : resource)
    }

    /// Another of the same; costly.
    var copy: SpanState {
        var copy = SpanState()
        copy.operationName = operationName
        copy.service = service
        copy.isServiceManual = isServiceManual
        copy.isServiceAttribute = isServiceAttribute
        copy.isVersioned = isVersioned
        copy.resource = resource
        copy.type = type
        copy.isError = isError
        copy.tags = tags
        copy.attributes = attributes
        copy.extras = extras
        copy.isEnded = isEnded
        return copy
    }

    /// The tag of a key, as it would be if the span ended now.
    func value(_ key: String) -> SpanTag.Value? {
        guard let attributes else { return tags.value(key) }
        return attributes.get(key).flatMap { SpanTag.Value($0) }
    }

    /// Sets a tag, or what the key stands for.
    @inline(__always)
    mutating func set(_ key: String, _ value: SpanTag.Value) {
        guard !isEnded else { return }
        if attributes != nil || SpanField.maybe(key) { return setWithCare(key, value) }
        if !tags.set(key, value, limit: Self.maximumTags) { droppedTags += 1 }
    }

    @inline(never)
    private mutating func setWithCare(_ key: String, _ value: SpanTag.Value) {
        if attributes != nil {
            attributes?.set(key, value: SpanAttribute(value))
            version &+= 1
        } else {
            if let field = SpanField(key), set(field, value) { return }
            if !tags.set(key, value, limit: Self.maximumTags) { droppedTags += 1 }
        }
    }

    mutating func remove(_ key: String) {
        guard !isEnded else { return }
        tags.remove(key)
        guard attributes?.get(key) != nil else { return }
        attributes?.set(key, value: nil)
        version &+= 1
    }

    /// Takes away what attributes say about a field that is about to be set otherwise: the later one of both counts.
    mutating func override(_ key: String) {
        if attributes != nil { remove(key) }
    }

    /// Gives the field its value; false if the key is to be stored as a tag besides.
    private mutating func set(_ field: SpanField, _ value: SpanTag.Value) -> Bool {
        switch field {
        case .service: service = value.string
        case .version: tags.set("version", .text(value.string))
        case .resource: resource = value.string
        case .type: type = value.string
        case .error: isError = value.isTrue
        case .measured: tags.set(SpanField.measuredKey, .number(value.isTrue ? 1 : 0))
        // Decisions about the trace are taken where the trace is known.
        case .keep, .drop: break
        }
        return field != .service && field != .version
    }
}
