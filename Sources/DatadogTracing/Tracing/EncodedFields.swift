// SPDX-License-Identifier: Apache-2.0

/// The fields of an ``EncodedSpan``, read in the order in which ``EncodedSpans`` writes them.
///
/// Its texts are good as long as the span.
struct EncodedFields {
    let service: UnsafeRawBufferPointer
    let name: UnsafeRawBufferPointer
    let resource: UnsafeRawBufferPointer
    let traceID: TraceID
    let spanID: UInt64
    let parentID: UInt64?
    let start: Int64
    let duration: Int64
    let isError: Bool
    let type: UnsafeRawBufferPointer
    private let sequence: Int

    init(_ span: EncodedSpan) {
        var reader = Reader(rest: span.bytes.dropFirst())
        service = reader.text(under: "service")
        name = reader.text(under: "name")
        resource = reader.text(under: "resource")
        traceID = TraceID(high: span.place.traceIDHigh, low: reader.uint64(under: "trace_id"))
        spanID = reader.uint64(under: "span_id")
        parentID = reader.isNext("parent_id") ? reader.uint64(under: "parent_id") : nil
        start = Int64(bitPattern: reader.uint64(under: "start"))
        duration = reader.integer(under: "duration")
        isError = span.place.isError
        reader.rest = span.bytes[span.place.numbersEnd...]
        type = reader.rest.isEmpty ? UnsafeRawBufferPointer(rebasing: reader.rest) : reader.text(under: "type")
        sequence = span.place.sequence
    }

    var decoded: SpanFields {
        SpanFields(
            traceID: traceID,
            spanID: spanID,
            parentID: parentID,
            name: String(decoding: name, as: UTF8.self),
            service: String(decoding: service, as: UTF8.self),
            resource: String(decoding: resource, as: UTF8.self),
            type: String(decoding: type, as: UTF8.self),
            start: start,
            duration: duration,
            isError: isError,
            sequence: sequence
        )
    }
}

/// Reads one field after the other; which one comes is known.
private struct Reader {
    var rest: UnsafeRawBufferPointer.SubSequence

    func isNext(_ name: StaticString) -> Bool {
        MessagePackText.read(place).elementsEqual(
            UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        )
    }

    mutating func text(under name: StaticString) -> UnsafeRawBufferPointer {
        skip(name)
        let text = MessagePackText.read(place)
        rest = rest.dropFirst(MessagePackText.head(text.count) + text.count)
        return text
    }

    /// A number at full width.
    mutating func uint64(under name: StaticString) -> UInt64 {
        skip(name)
        return number(UInt64.self)
    }

    /// A number as short as it fits.
    mutating func integer(under name: StaticString) -> Int64 {
        skip(name)
        switch rest.first ?? 0 {
        case 0xcc: return Int64(number(UInt8.self))
        case 0xcd: return Int64(number(UInt16.self))
        case 0xce: return Int64(number(UInt32.self))
        case 0xcf, 0xd3: return Int64(bitPattern: number(UInt64.self))
        case let byte: return Int64(Int8(bitPattern: byte))
        }
    }

    private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number {
        defer { rest = rest.dropFirst(1 + MemoryLayout<Number>.size) }
        return Number(bigEndian: (place + 1).loadUnaligned(as: type))
    }

    private mutating func skip(_ name: StaticString) {
        rest = rest.dropFirst(1 + name.utf8CodeUnitCount)
    }

    /// Where the rest begins; it is never empty when a field is read.
    private var place: UnsafeRawPointer {
        UnsafeRawBufferPointer(rebasing: rest).baseAddress.unsafelyUnwrapped
    }
}
