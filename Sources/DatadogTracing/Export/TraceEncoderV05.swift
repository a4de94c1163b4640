// SPDX-License-Identifier: Apache-2.0

import JSON

/// The body of `/v0.5/traces`: a table of strings, and an array of chunks whose spans are arrays of twelve.
///
/// Links and events become JSON text among the tags; structured tags have no place.
struct TraceEncoderV05: TraceEncoder, ~Copyable {
    private var strings = StringTable()
    private var writer: MessagePackWriter
    private var chunkCount = 0
    private let maximumBytes: Int

    /// The heads of three arrays.
    private static let headBytes = 11

    init(capacity: Int, maximumBytes: Int) {
        writer = MessagePackWriter(capacity: capacity)
        self.maximumBytes = maximumBytes
    }

    mutating func append(_ chunk: TraceChunk) -> Bool {
        let (before, stringsBefore) = (writer.count, strings.count)
        writer.append(arrayOf: chunk.spans.count)
        for index in chunk.spans.indices { append(chunk.spans[index].record) }
        guard writer.count + strings.byteCount + Self.headBytes <= maximumBytes else {
            writer.truncate(to: before)
            strings.truncate(to: stringsBefore)
            return false
        }
        chunkCount += 1
        return true
    }

    consuming func finish() -> [UInt8] {
        var head = MessagePackWriter(capacity: strings.byteCount + Self.headBytes)
        head.append(arrayOf: 2)
        head.append(arrayOf: strings.count)
        for string in strings.all { head.append(string: string) }
        head.append(arrayOf: chunkCount)
        return writer.bytes(after: head)
    }

    private mutating func append(_ span: SpanRecord) {
        writer.append(arrayOf: 12)
        append(span.fields.service)
        append(span.fields.name)
        append(span.fields.resource)
        writer.append(unsigned: span.fields.traceID.low)
        writer.append(unsigned: span.fields.spanID)
        writer.append(unsigned: span.fields.parentID ?? 0)
        writer.append(integer: span.fields.start)
        writer.append(integer: span.fields.duration)
        writer.append(integer: span.fields.isError ? 1 : 0)
        appendTexts(span)
        appendNumbers(span)
        append(span.fields.type)
    }

    private mutating func append(_ string: String) {
        writer.append(integer: Int64(strings.index(of: string)))
    }

    private mutating func appendTexts(_ span: SpanRecord) {
        let links = span.linkText
        let events = span.missingEventText
        writer.append(mapOf: span.textCount + (links == nil ? 0 : 1) + (events == nil ? 0 : 1))
        for tag in span.fields.shared?.tags ?? [] { appendText(tag) }
        for tag in span.fields.tags.tags { appendText(tag) }
        if let links { appendText(SpanTag(key: "_dd.span_links", value: .text(links))) }
        if let events { appendText(SpanTag(key: "events", value: .text(events))) }
    }

    private mutating func appendText(_ tag: SpanTag) {
        guard case .text(let text) = tag.value else { return }
        append(tag.key)
        append(text)
    }

    private mutating func appendNumbers(_ span: SpanRecord) {
        writer.append(mapOf: span.fields.tags.numberCount)
        for tag in span.fields.tags.tags {
            guard case .number(let number) = tag.value else { continue }
            append(tag.key)
            writer.append(double: number)
        }
    }
}
