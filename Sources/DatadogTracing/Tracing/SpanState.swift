// SPDX-License-Identifier: Apache-2.0

import Tracing

/// A span that is being made, and what may still change while it is open.
///
/// Tags lie as they will be sent. From the first time that they are changed as `SpanAttributes` until the span ends, they lie there
/// instead: changing between the two for each call would cost more than all else.
///
/// Not copyable, so that no span pays for copies by accident.
struct SpanState: ~Copyable {
    var numbers: SpanNumbers
    /// The tags, and in front of them service, name and resource.
    var tags = TagBuffer()
    /// Nil if there is none.
    var givenType: String?
    /// Whether the service is the configured one for certain.
    var isOwnService = false
    var extras = OptionalSpanExtras()
    /// The span above in this process; nil also where that is the first one, which is kept anyway.
    var parent: ParentHold
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    var isServiceManual: Bool
    /// Whether the service came as an attribute.
    var isServiceAttribute = false
    /// Whether the span carries the configured version.
    var isVersioned: Bool
    /// If there, newer than the span's tags, and than its fields that have a key of their own.
    var attributes: SpanAttributes?
    /// Grows with each change of tags and attributes, so that two changes at the same time are both kept.
    var version = 0
    var droppedTags = 0
    private(set) var isEnded = false

    static let maximumTags = 1024

    /// The state of a span that starts.
    ///
    /// - Parameter heritage: nil if nobody gave the span or those above a service.
    @inline(__always)
    init(
        _ names: borrowing SpanNames,
        _ numbers: SpanNumbers,
        _ heritage: SpanHeritage?,
        of tracer: DatadogTracer,
        below parent: consuming ParentHold
    ) {
        self.numbers = numbers
        self.parent = parent
        givenType = names.type.nonEmpty
        isServiceManual = heritage?.isServiceManual ?? false
        isVersioned = heritage?.isVersioned ?? tracer.hasVersion
        if let service = heritage?.service {
            isOwnService = service == tracer.service
            tags.begin(TagBuffer(service: service), name: names.name, resource: names.resource.nonEmpty)
        } else {
            isOwnService = true
            tags.begin(tracer.serviceField, name: names.name, resource: names.resource.nonEmpty)
        }
    }

    /// The state of a span that keeps nothing.
    init() {
        numbers = SpanNumbers()
        parent = ParentHold()
        isServiceManual = false
        isVersioned = false
        isEnded = true
    }

    /// The state of a span that has ended.
    init(_ span: FinishedSpan) {
        self.init()
        numbers = SpanNumbers(span.fields)
        tags.rename(service: span.service, name: span.name, resource: span.resource)
        for tag in span.tags.tags { tags.set(tag.key, tag.value) }
        type = span.type
        extras = span.extras
    }

    /// Another of the same, apart from what is only counted.
    var copy: SpanState {
        var copy = SpanState()
        copy.numbers = numbers
        copy.givenType = givenType
        copy.isOwnService = isOwnService
        copy.isServiceManual = isServiceManual
        copy.isVersioned = isVersioned
        copy.tags = tags.copy
        copy.extras = extras
        copy.parent = ParentHold(parent.span.map { .passRetained($0) })
        copy.isServiceAttribute = isServiceAttribute
        copy.attributes = attributes
        copy.isEnded = isEnded
        return copy
    }

    /// Whether the span was open until now.
    mutating func end() -> Bool {
        defer { isEnded = true }
        return !isEnded
    }

    /// The service as it stands.
    var currentService: String { attributes?.get(SpanField.serviceKey)?.text ?? service }

    /// Whether the service as it stands is the configured one for certain.
    var hasOwnService: Bool { isOwnService && attributes == nil }

    /// Whether this is the service as it stands.
    func has(service: String) -> Bool { currentService == service }

    /// Whether the span has the configured version, and this service.
    func isVersioned(_ service: String) -> Bool { isVersioned && has(service: service) }

    var currentResource: String {
        if let text = attributes?.get(SpanField.resourceKey)?.text { return text }
        return resource ?? name
    }

    /// The tag of a key, as it would be if the span ended now.
    func value(_ key: String) -> SpanTag.Value? {
        guard let attributes else { return tags.value(key) }
        return attributes.get(key).flatMap { SpanTag.Value($0) }
    }

    /// Sets an ordinary text.
    @inline(__always)
    mutating func set(_ key: String, text: String) {
        guard !isEnded else { return }
        if attributes != nil { return set(attribute: key, .string(text)) }
        version &+= 1
        if !tags.set(key, text: text, limit: Self.maximumTags) { droppedTags &+= 1 }
    }

    /// Sets an ordinary number.
    @inline(__always)
    mutating func set(_ key: String, number: Double) {
        guard !isEnded else { return }
        if attributes != nil { return set(attribute: key, SpanAttribute(.number(number))) }
        version &+= 1
        if !tags.set(key, number: number, limit: Self.maximumTags) { droppedTags &+= 1 }
    }

    /// Sets a tag, or what the key stands for.
    mutating func set(_ key: String, _ value: SpanTag.Value) {
        guard !isEnded else { return }
        if attributes != nil { return set(attribute: key, SpanAttribute(value)) }
        version &+= 1
        if let field = SpanField(key), set(field, value) { return }
        if !tags.set(key, value, limit: Self.maximumTags) { droppedTags += 1 }
    }

    @inline(never)
    private mutating func set(attribute key: String, _ value: SpanAttribute) {
        version &+= 1
        if hasRoom(for: key) { attributes?.set(key, value: value) } else { droppedTags += 1 }
    }

    mutating func remove(_ key: String) {
        guard !isEnded else { return }
        version &+= 1
        tags.remove(key)
        if attributes?.get(key) != nil { attributes?.set(key, value: nil) }
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
        case .error: numbers.isError = value.isTrue
        case .measured: tags.set(SpanField.measuredKey, .number(value.isTrue ? 1 : 0))
        case .httpStatus: tags.set(SpanField.httpStatusKey, .text(value.string))
        // Decisions about the trace are taken where the trace is known.
        case .keep, .drop: break
        }
        return field != .service && field != .version
    }
}
