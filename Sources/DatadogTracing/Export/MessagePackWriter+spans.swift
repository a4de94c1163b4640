// SPDX-License-Identifier: Apache-2.0

extension MessagePackWriter {
    /// A span as a map, as `/v0.4/traces` takes it.
    ///
    /// - Parameter nativeEvents: whether events go into a field of their own, not as JSON text among the tags.
    mutating func append(_ span: SpanRecord, nativeEvents: Bool = false) {
        let eventText = nativeEvents ? nil : span.missingEventText
        let texts = span.textCount + (eventText != nil).asOne
        let numbers = span.fields.tags.numberCount
        var fieldCount = 7 + (span.fields.parentID != nil).asOne + span.fields.isError.asOne
        fieldCount += (texts > 0).asOne + (numbers > 0).asOne + (!span.fields.type.isEmpty).asOne
        if span.fields.extras.isPresent {
            fieldCount += span.fields.extras.value.fieldCount(nativeEvents: nativeEvents)
        }
        append(mapOf: fieldCount)
        appendIdentity(span)
        append("start")
        append(int64: span.fields.start)
        append("duration")
        append(integer: span.fields.duration)
        if span.fields.isError {
            append("error")
            append(integer: 1)
        }
        if texts > 0 { appendTexts(span, eventText, count: texts) }
        if numbers > 0 { appendNumbers(span, count: numbers) }
        if !span.fields.type.isEmpty {
            append("type")
            append(string: span.fields.type)
        }
        if span.fields.extras.isPresent { append(span.fields.extras.value, nativeEvents: nativeEvents) }
    }

    private mutating func append(_ extras: SpanExtras, nativeEvents: Bool) {
        if !extras.metaStruct.isEmpty { append(extras.metaStruct) }
        if !extras.links.isEmpty { append(extras.links) }
        if nativeEvents, !extras.events.isEmpty { append(extras.events) }
    }

    private mutating func appendIdentity(_ span: SpanRecord) {
        append("service")
        append(string: span.fields.service)
        append("name")
        append(string: span.fields.name)
        append("resource")
        append(string: span.fields.resource)
        append("trace_id")
        append(uint64: span.fields.traceID.low)
        append("span_id")
        append(uint64: span.fields.spanID)
        guard let parentID = span.fields.parentID else { return }
        append("parent_id")
        append(uint64: parentID)
    }

    private mutating func appendTexts(_ span: SpanRecord, _ eventText: String?, count: Int) {
        append("meta")
        append(mapOf: count)
        if let shared = span.fields.shared { append(encoded: shared.encoded) }
        let tags = span.fields.tags.tags
        for index in tags.indices {
            guard case .text(let text) = tags[index].value else { continue }
            append(string: tags[index].key)
            append(string: text)
        }
        guard let eventText else { return }
        append("events")
        append(string: eventText)
    }

    private mutating func appendNumbers(_ span: SpanRecord, count: Int) {
        append("metrics")
        append(mapOf: count)
        let tags = span.fields.tags.tags
        for index in tags.indices {
            guard case .number(let number) = tags[index].value else { continue }
            append(string: tags[index].key)
            append(double: number)
        }
    }

    private mutating func append(_ structs: [String: [UInt8]]) {
        append("meta_struct")
        append(mapOf: structs.count)
        for (key, bytes) in structs {
            append(string: key)
            append(binary: bytes)
        }
    }

    private mutating func append(_ links: [DatadogSpanLink]) {
        append("span_links")
        append(arrayOf: links.count)
        for link in links { append(link) }
    }

    private mutating func append(_ link: DatadogSpanLink) {
        append(mapOf: 3 + (!link.attributes.isEmpty).asOne + (link.traceState != nil).asOne + (link.flags != nil).asOne)
        append("trace_id")
        append(uint64: link.traceID.low)
        append("trace_id_high")
        append(uint64: link.traceID.high)
        append("span_id")
        append(uint64: link.spanID)
        if !link.attributes.isEmpty {
            append("attributes")
            append(mapOf: link.attributes.count)
            for (key, value) in link.attributes {
                append(string: key)
                append(string: value)
            }
        }
        if let traceState = link.traceState {
            append("tracestate")
            append(string: traceState)
        }
        if let flags = link.flags {
            append("flags")
            // The highest bit says that the flags are known.
            append(integer: Int64(flags | 0x8000_0000))
        }
    }
}

extension SpanExtras {
    fileprivate func fieldCount(nativeEvents: Bool) -> Int {
        (!metaStruct.isEmpty).asOne + (!links.isEmpty).asOne + (nativeEvents && !events.isEmpty).asOne
    }
}

extension Bool {
    /// 1 or 0.
    fileprivate var asOne: Int { self ? 1 : 0 }
}
