// SPDX-License-Identifier: Apache-2.0

/// The body of `/v0.5/traces`: a table of texts, and an array of chunks whose spans are arrays of twelve.
///
/// Links and events become JSON text among the tags; structured tags have no place.
struct TraceEncoderV05: TraceEncoder, ~Copyable {
    private var texts = TextTable()
    /// Numbers of the texts of the span before, in their order: many spans of a trace are alike.
    private var numbersBefore: [Int] = []
    /// Which text of its span comes next.
    private var position = 0
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
        let (before, textsBefore) = (writer.count, texts.count)
        writer.append(arrayOf: chunk.count)
        chunk.encoded.visit { append($0, $1) }
        guard writer.count + texts.byteCount + Self.headBytes <= maximumBytes else {
            writer.truncate(to: before)
            texts.truncate(to: textsBefore)
            return false
        }
        chunkCount += 1
        return true
    }

    consuming func finish() -> [UInt8] {
        var head = MessagePackWriter(capacity: texts.byteCount + Self.headBytes)
        head.append(arrayOf: 2)
        head.append(arrayOf: texts.count)
        texts.withBytes { head.append(raw: $0) }
        head.append(arrayOf: chunkCount)
        var body: [UInt8] = []
        body.reserveCapacity(head.count + writer.count)
        head.withBytes { body.append(contentsOf: $0) }
        writer.withBytes { body.append(contentsOf: $0) }
        return body
    }

    private mutating func append(_ span: EncodedSpan, _ head: borrowing TagBuffer) {
        let fields = EncodedFields(span)
        position = 0
        writer.append(arrayOf: 12)
        append(fields.service)
        append(fields.name)
        append(fields.resource)
        writer.append(unsigned: fields.traceID.low)
        writer.append(unsigned: fields.spanID)
        writer.append(unsigned: fields.parentID ?? 0)
        writer.append(integer: fields.start)
        writer.append(integer: fields.duration)
        writer.append(integer: fields.isError ? 1 : 0)
        appendTexts(span, head)
        appendNumbers(span, head)
        append(fields.type)
    }

    private mutating func append(_ text: UnsafeRawBufferPointer) {
        if position == numbersBefore.count { numbersBefore.append(0) }
        let number = texts.index(of: text, guess: numbersBefore[position])
        numbersBefore[position] = number
        position += 1
        writer.append(integer: Int64(number))
    }

    private mutating func appendTexts(_ span: EncodedSpan, _ head: borrowing TagBuffer) {
        let links = span.extras?.linkText
        let events = span.missingEventText
        let count = span.place.textCount + head.textCount
        writer.append(mapOf: count + (links != nil).asOne + (events != nil).asOne)
        for tags in [span.texts, head.texts] {
            tags.visit { tag in
                append(tag.key)
                append(tag.text)
            }
        }
        if let links { append("_dd.span_links", links) }
        if let events { append("events", events) }
    }

    private mutating func append(_ key: String, _ text: String) {
        key.withBytes { append($0) }
        text.withBytes { append($0) }
    }

    private mutating func appendNumbers(_ span: EncodedSpan, _ head: borrowing TagBuffer) {
        writer.append(mapOf: span.place.numberCount + head.numberCount)
        for tags in [span.numbers, head.numbers] {
            tags.visit { tag in
                append(tag.key)
                writer.append(double: tag.number)
            }
        }
    }
}
