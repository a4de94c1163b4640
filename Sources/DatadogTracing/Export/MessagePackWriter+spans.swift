// SPDX-License-Identifier: Apache-2.0

extension MessagePackWriter {
    /// The body of `/v0.4/traces`.
    static func payload(_ chunks: some Collection<TraceChunk>) -> [UInt8] {
        var writer = MessagePackWriter()
        writer.reserve(chunks.reduce(16) { $0 + $1.estimatedSize })
        writer.append(arrayOf: chunks.count)
        for chunk in chunks {
            writer.append(arrayOf: chunk.spans.count)
            for span in chunk.spans { writer.append(span) }
        }
        return writer.bytes
    }

    mutating func append(_ span: FinishedSpan) {
        append(mapOf: 7 + span.optionalFieldCount)
        append("service", span.service)
        append("name", span.name)
        append("resource", span.resource)
        append("trace_id", uint64: span.traceID.low)
        append("span_id", uint64: span.spanID)
        if let parentID = span.parentID { append("parent_id", uint64: parentID) }
        append(string: "start")
        append(int64: span.start)
        append(string: "duration")
        append(integer: span.duration)
        if span.isError {
            append(string: "error")
            append(integer: 1)
        }
        if !span.meta.isEmpty { append("meta", span.meta) }
        if !span.metrics.isEmpty { append("metrics", span.metrics) }
        if !span.type.isEmpty { append("type", span.type) }
        if !span.links.isEmpty { append(span.links) }
    }

    private mutating func append(_ links: [DatadogSpanLink]) {
        append(string: "span_links")
        append(arrayOf: links.count)
        for link in links { append(link) }
    }

    private mutating func append(_ link: DatadogSpanLink) {
        let optionals = [!link.attributes.isEmpty, link.traceState != nil, link.flags != nil]
        append(mapOf: 3 + optionals.count { $0 })
        append("trace_id", uint64: link.traceID.low)
        append("trace_id_high", uint64: link.traceID.high)
        append("span_id", uint64: link.spanID)
        if !link.attributes.isEmpty { append("attributes", link.attributes) }
        if let traceState = link.traceState { append("tracestate", traceState) }
        if let flags = link.flags {
            append(string: "flags")
            // The highest bit says that the flags are known.
            append(integer: Int64(flags | 0x8000_0000))
        }
    }

    private mutating func append(_ key: String, _ value: String) {
        append(string: key)
        append(string: value)
    }

    private mutating func append(_ key: String, uint64 value: UInt64) {
        append(string: key)
        append(uint64: value)
    }

    private mutating func append(_ key: String, _ values: [String: String]) {
        append(string: key)
        append(mapOf: values.count)
        for (key, value) in values { append(key, value) }
    }

    private mutating func append(_ key: String, _ values: [String: Double]) {
        append(string: key)
        append(mapOf: values.count)
        for (key, value) in values {
            append(string: key)
            append(double: value)
        }
    }
}

extension FinishedSpan {
    /// How many of the fields that are left out when empty are there.
    fileprivate var optionalFieldCount: Int {
        [parentID != nil, isError, !meta.isEmpty, !metrics.isEmpty, !type.isEmpty, !links.isEmpty].count { $0 }
    }
}
