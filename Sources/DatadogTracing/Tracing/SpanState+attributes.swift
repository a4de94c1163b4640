// SPDX-License-Identifier: Apache-2.0

import Tracing

extension SpanState {
    /// All tags as attributes.
    var allAttributes: SpanAttributes {
        if let attributes { return attributes }
        var all = SpanAttributes()
        if !tags.isEmpty { all.reserveCapacity(tags.count) }
        for tag in tags.decoded { all.set(tag.key, value: SpanAttribute(tag.value)) }
        return all
    }

    /// Replaces all; the attributes have to be resolved.
    mutating func set(_ attributes: SpanAttributes) {
        guard !isEnded else { return }
        self.attributes = attributes.count > Self.maximumTags ? bounded(attributes) : attributes
        version &+= 1
    }

    /// Whether an attribute may be set, be it that there is one of this key.
    func hasRoom(for key: String) -> Bool {
        attributes.map { Self.hasRoom(for: key, in: $0) } ?? true
    }

    private static func hasRoom(for key: String, in attributes: SpanAttributes) -> Bool {
        attributes.count < maximumTags || attributes.get(key) != nil || SpanField(key) != nil
    }

    /// As many attributes as a span may have; those that it had before stay.
    private mutating func bounded(_ attributes: SpanAttributes) -> SpanAttributes {
        let before = allAttributes
        var kept = SpanAttributes()
        attributes.visit { key, value in
            if before.get(key) != nil { kept.set(key, value: value) }
        }
        attributes.visit { key, value in
            if Self.hasRoom(for: key, in: kept) { kept.set(key, value: value) }
        }
        droppedTags += attributes.count - kept.count
        return kept
    }

    /// Takes back attributes that were lent for a change at `version`.
    mutating func takeBack(_ changed: SpanAttributes, lent original: SpanAttributes, version: Int) {
        guard !isEnded else { return }
        if version == self.version { return set(changed) }
        var merged = allAttributes
        changed.visit { key, value in
            if original.get(key) != value { merged.set(key, value: value) }
        }
        original.visit { key, _ in
            if changed.get(key) == nil { merged.set(key, value: nil) }
        }
        set(merged)
    }

    /// Brings attributes into the fields and the list of tags.
    @discardableResult
    mutating func settle() -> SettledAttributes? {
        guard let attributes else { return nil }
        self.attributes = nil
        tags.removeAll()
        var settled = SettledAttributes()
        attributes.visit { key, value in
            if let field = SpanField(key) {
                settle(field, key, value, &settled)
            } else if tags.count >= Self.maximumTags {
                droppedTags += 1
            } else if let value = SpanTag.Value(value) {
                tags.set(key, value)
            }
        }
        if let version = settled.version { tags.setIfAbsent("version", version) }
        return settled
    }

    private mutating func settle(
        _ field: SpanField,
        _ key: String,
        _ value: SpanAttribute,
        _ settled: inout SettledAttributes
    ) {
        switch field {
        case .service:
            service = value.text
            isServiceAttribute = true
        case .version:
            settled.version = SpanTag.Value(value.text)
            tags.set(key, SpanTag.Value(value.text))
        case .resource: resource = value.text
        case .type: type = value.text
        case .error: numbers.isError = value.isTrue
        case .measured: tags.set(key, .number(value.isTrue ? 1 : 0))
        case .httpStatus: if let value = SpanTag.Value(value) { tags.set(key, .text(value.string)) }
        case .keep: if value.isTrue { settled.manual = .keep }
        case .drop: if value.isTrue, settled.manual == nil { settled.manual = .drop }
        }
    }
}

/// What attributes say that is no tag of the span.
struct SettledAttributes {
    var manual: ManualSampling?
    var version: SpanTag.Value?
}

extension SpanTag.Value {
    /// Numbers stay numbers, all else becomes text; nil for a number that is not finite.
    init?(_ attribute: SpanAttribute) {
        if let number = attribute.number { self.init(number) } else { self.init(attribute.text) }
    }

    /// The value as text.
    var string: String {
        switch self {
        case .text(let text): text
        case .number(let number): Int64(exactly: number).map { String($0) } ?? String(number)
        }
    }
}

extension SpanAttribute {
    init(_ value: SpanTag.Value) {
        switch value {
        case .text(let text): self = .string(text)
        case .number(let number): self = Int64(exactly: number).map { .int64($0) } ?? .double(number)
        }
    }
}
