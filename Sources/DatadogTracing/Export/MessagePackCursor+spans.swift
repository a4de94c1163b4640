// SPDX-License-Identifier: Apache-2.0

extension MessagePackCursor {
    /// Writes a span, and says where what lies.
    @inline(__always)
    mutating func append(_ span: inout SpanState, _ constants: borrowing TagBuffer) -> SpanPlace.Parts {
        let start = place
        let textCount = span.tags.textCount + constants.textCount
        let numberCount = span.tags.numberCount + constants.numberCount
        append(mapOf: span.fields.count + (textCount > 0).asOne + (numberCount > 0).asOne)
        append(fieldsOf: &span)
        let meta = place
        append(SpanPlace.textsName, textCount, constants.texts, span.tags.texts)
        let textsEnd = place
        append(SpanPlace.numbersName, numberCount, constants.numbers, span.tags.numbers)
        let numbersEnd = place
        if span.fields.hasType {
            append("type")
            append(string: span.fields.type)
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
        if let parentID = span.fields.parentID {
            append("parent_id")
            append(uint64: parentID)
        }
        append("start")
        append(int64: span.fields.start)
        append("duration")
        append(integer: span.fields.duration)
        if span.fields.isError {
            append("error")
            append(byte: 1)
        }
    }
}

extension SpanFields {
    fileprivate var hasType: Bool { !type.isEmpty }

    /// How many are written.
    @inline(__always)
    fileprivate var count: Int { 7 + (parentID != nil).asOne + isError.asOne + hasType.asOne }
}

extension Bool {
    /// 1 or 0.
    @inline(__always)
    var asOne: Int { self ? 1 : 0 }
}
