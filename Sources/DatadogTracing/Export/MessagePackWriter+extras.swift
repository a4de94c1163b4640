// SPDX-License-Identifier: Apache-2.0

extension MessagePackWriter {
    /// The fields of a span that few spans have.
    mutating func append(_ extras: SpanExtras, nativeEvents: Bool) {
        if !extras.metaStruct.isEmpty { append(extras.metaStruct) }
        if !extras.links.isEmpty { append(extras.links) }
        if nativeEvents, !extras.events.isEmpty { append(extras.events) }
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
    /// How many fields are written.
    func fieldCount(nativeEvents: Bool) -> Int {
        (!metaStruct.isEmpty).asOne + (!links.isEmpty).asOne + (nativeEvents && !events.isEmpty).asOne
    }
}
