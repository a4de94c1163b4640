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
    /// Of the memory for tags, if there are many.
    var loan: OpenBytes.Loan?
    private(set) var isEnded = false

    static let maximumTags = 1024
    /// Bytes of names and tags that are not counted among those of open traces.
    private static let uncountedBytes = 4096

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
        if let service = heritage?.service, service != tracer.service {
            tags.begin(TagBuffer(service: service), name: names.name, resource: names.resource.nonEmpty)
        } else {
            isOwnService = true
            tags.begin(tracer.serviceField, name: names.name, resource: names.resource.nonEmpty)
        }
        tags.allowance = Self.uncountedBytes
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
        guard !isEnded else { return false }
        isEnded = true
        // What is added now leaves with the span, or is let go with it.
        tags.allowance = .max
        if loan != nil { loan = nil }
        return true
    }

    /// The service as it stands.
    var currentService: String { attributes?.get(SpanField.serviceKey)?.text ?? service }

    /// The service as it stands; the configured one is not read anew.
    func service(own: String) -> String { isOwnService && attributes == nil ? own : currentService }

    /// Whether this is the service as it stands.
    func has(service: String, own: String) -> Bool { self.service(own: own) == service }

    var currentResource: String {
        if let text = attributes?.get(SpanField.resourceKey)?.text { return text }
        return resource ?? name
    }

    /// The tag of a key, as it would be if the span ended now.
    func value(_ key: String) -> SpanTag.Value? {
        guard let attributes else { return tags.value(key) }
        return attributes.get(key).flatMap { SpanTag.Value($0) }
    }
}
