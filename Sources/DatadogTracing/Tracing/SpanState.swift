// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What may still change while a span is open.
///
/// Tags lie in a list. From the first time that they are changed as `SpanAttributes` until the span ends, they lie there
/// instead: changing between the two for each call would cost more than all else.
struct SpanState {
    var operationName: String
    var service: String
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    var isServiceManual = false
    /// Whether the service came as an attribute.
    var isServiceAttribute = false
    /// Whether the span carries the configured version.
    var isVersioned = false
    var resource: String?
    var type = ""
    var isError = false
    var tags = TagList()
    /// If there, newer than ``tags``, and than the fields that have a key of their own.
    var attributes: SpanAttributes?
    /// Grows with each change of the attributes, so that two changes at the same time are both kept.
    var version = 0
    var droppedTags = 0
    var recordedError: ErrorDescription?
    var statusMessage: String?
    var events: [DatadogSpanEvent] = []
    var links: [DatadogSpanLink] = []
    var metaStruct: [String: [UInt8]] = [:]
    var companion: (any SpanCompanion)?
    var isEnded = false

    static let maximumTags = 1024
    static let maximumEvents = 128
    static let maximumLinks = 128
    static let maximumStructs = 16

    init(_ start: SpanStart, parent: DatadogSpan?, _ configuration: DatadogTracingConfiguration) {
        let above = parent?.serviceForChildren
        operationName = start.operationName
        service = start.service ?? above?.service ?? configuration.service
        isServiceManual = start.service != nil || above?.isManual == true
        resource = start.resource
        type = start.type ?? ""
        guard configuration.version != nil else { return }
        isVersioned = parent?.root.isVersioned(below: service) ?? (service == configuration.service)
    }

    /// The state of a span that keeps nothing.
    init() {
        operationName = ""
        service = ""
        isEnded = true
    }

    /// The service as it stands.
    var currentService: String { attributes?.get(SpanField.serviceKey)?.text ?? service }

    /// The tag of a key, as it would be if the span ended now.
    func value(_ key: String) -> SpanTag.Value? {
        guard let attributes else { return tags.value(key) }
        return attributes.get(key).flatMap { SpanTag.Value($0) }
    }

    /// Sets a tag, or what the key stands for.
    mutating func set(_ key: String, _ value: SpanTag.Value) {
        guard !isEnded else { return }
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

    /// Changes a field that attributes may have set, too; the later one of both counts.
    mutating func set<Value>(_ field: WritableKeyPath<Self, Value>, _ key: String, to value: Value) {
        guard !isEnded else { return }
        if attributes != nil { remove(key) }
        self[keyPath: field] = value
    }

    mutating func append(_ event: DatadogSpanEvent) {
        guard !isEnded, events.count < Self.maximumEvents else { return }
        events.append(event)
    }

    mutating func append(_ link: DatadogSpanLink) {
        guard !isEnded, links.count < Self.maximumLinks else { return }
        links.append(link)
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
