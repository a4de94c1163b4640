// SPDX-License-Identifier: Apache-2.0

extension MessagePackCursor {
    /// Writes a span, and says where what lies.
    @inline(__always)
    mutating func append(
        _ fields: borrowing SpanFields,
        _ tags: borrowing TagBuffer,
        _ constants: ConstantTags,
        _ span: inout SpanPlace
    ) {
        let start = place
        let hasType = !fields.type.isEmpty
        var fieldCount = 7 + (fields.parentID != nil).asOne + fields.isError.asOne + hasType.asOne
        fieldCount += (span.textCount > 0).asOne + (span.numberCount > 0).asOne
        append(mapOf: fieldCount)
        append(fields)
        span.meta = place - start
        append(SpanPlace.textsName, span.textCount, constants.tags.texts, tags.texts)
        span.textsEnd = place - start
        append(SpanPlace.numbersName, span.numberCount, constants.tags.numbers, tags.numbers)
        span.numbersEnd = place - start
        if hasType {
            append("type")
            append(string: fields.type)
        }
        span.end = place - start
    }

    /// Writes texts or numbers, if there are any.
    @inline(__always)
    private mutating func append(_ name: StaticString, _ count: Int, _ constants: EncodedTags, _ own: EncodedTags) {
        guard count > 0 else { return }
        append(name)
        append(mapOf: count)
        append(raw: constants.bytes)
        append(raw: own.bytes)
    }

    @inline(__always)
    private mutating func append(_ fields: borrowing SpanFields) {
        append("service")
        append(string: fields.service)
        append("name")
        append(string: fields.name)
        append("resource")
        append(string: fields.resource)
        append("trace_id")
        append(uint64: fields.traceID.low)
        append("span_id")
        append(uint64: fields.spanID)
        if let parentID = fields.parentID {
            append("parent_id")
            append(uint64: parentID)
        }
        append("start")
        append(int64: fields.start)
        append("duration")
        append(integer: fields.duration)
        if fields.isError {
            append("error")
            append(byte: 1)
        }
    }
}

extension Bool {
    /// 1 or 0.
    @inline(__always)
    var asOne: Int { self ? 1 : 0 }
}
