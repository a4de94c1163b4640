// SPDX-License-Identifier: Apache-2.0

extension MessagePackCursor {
    /// Writes a span, and says where what lies.
    @inline(__always)
    mutating func append(_ span: inout SpanState, _ constants: borrowing TagBuffer) -> SpanPlace.Parts {
        let start = place
        let textCount = span.tags.textCount &+ constants.textCount
        let numberCount = span.tags.numberCount &+ constants.numberCount
        append(mapOf: span.fieldCount + (textCount > 0).asOne + (numberCount > 0).asOne)
        append(fieldsOf: &span)
        let meta = place
        append(SpanPlace.textsName, textCount, constants.texts, span.tags.texts)
        let textsEnd = place
        append(SpanPlace.numbersName, numberCount, constants.numbers, span.tags.numbers)
        let numbersEnd = place
        if span.hasType {
            append("type")
            append(string: span.type)
        }
        return SpanPlace.Parts(
            meta: meta - start,
            textsEnd: textsEnd - start,
            numbersEnd: numbersEnd - start,
            end: place - start
        )
    }

    /// Writes texts or numbers, if there are any.
    @inline(__always)
    mutating func append(_ name: StaticString, _ count: Int, _ first: EncodedTags, _ others: EncodedTags) {
        guard count > 0 else { return }
        append(name)
        append(mapOf: count)
        append(raw: first.bytes)
        append(raw: others.bytes)
    }

    @inline(__always)
    private mutating func append(fieldsOf span: inout SpanState) {
        append(raw: span.tags.encodedNames)
        if !span.tags.names.hasResource {
            append(TagBuffer.resourceField)
            append(raw: span.tags.encodedName)
        }
        append("trace_id")
        append(uint64: span.numbers.traceID.low)
        append("span_id")
        append(uint64: span.numbers.spanID)
        if let parentID = span.numbers.parentID {
            append("parent_id")
            append(uint64: parentID)
        }
        append("start")
        append(int64: span.numbers.start)
        append("duration")
        append(integer: span.numbers.duration)
        if span.numbers.isError {
            append("error")
            append(byte: 1)
        }
    }
}

extension SpanState {
    /// How many fields are written besides tags.
    @inline(__always)
    fileprivate var fieldCount: Int { 7 + (numbers.parentID != nil).asOne + numbers.isError.asOne + hasType.asOne }

    /// Bytes that the span takes at most, in MessagePack, without the tags that it shares.
    @inline(__always)
    var maximumSize: Int {
        Self.sizeWithoutTexts + tags.names.end * 2 + tags.byteCount + (hasType ? type.utf8.count : 0)
    }

    /// All names of fields, with numbers and heads as long as they may be.
    private static let sizeWithoutTexts = 200
}

extension Bool {
    /// 1 or 0.
    @inline(__always)
    var asOne: Int { self ? 1 : 0 }
}
