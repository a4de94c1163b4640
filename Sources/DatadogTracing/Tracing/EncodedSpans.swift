// SPDX-License-Identifier: Apache-2.0

/// Ended spans of a trace as they are sent: each is written in MessagePack, as `/v0.4/traces` takes it, when it ends.
///
/// What is known only when they are sent is added then: tags of the chunk, and what few spans have.
struct EncodedSpans: ~Copyable, Sendable {
    /// How much there is.
    struct Size: Sendable {
        var spans = 1
        var bytes = 1024
    }

    private let expected: Size
    private var writer: MessagePackWriter
    private(set) var places: ContiguousArray<SpanPlace> = []
    private var extras: [SpanExtras] = []

    /// - Parameter expected: what comes most likely; room is made with the first span.
    init(expected: Size = Size()) {
        writer = MessagePackWriter(capacity: expected.bytes)
        self.expected = expected
    }

    init(_ spans: [FinishedSpan]) {
        self.init(expected: Size(spans: spans.count))
        for span in spans { append(span) }
    }

    var count: Int { places.count }
    var isEmpty: Bool { places.isEmpty }
    var size: Size { Size(spans: places.count, bytes: writer.count) }
    var isAnyFailed: Bool { places.contains { $0.isError } }
    var hasCompanions: Bool { extras.contains { $0.companion != nil } }
    /// Without what is added when the spans are sent.
    var byteCount: Int { writer.count }
    /// Bytes of links, events and their like, roughly.
    var estimatedExtras: Int { extras.reduce(0) { $0 + $1.estimatedSize + 64 } }

    /// Gives back memory that is for more spans, if it is much.
    mutating func trim() {
        writer.trim()
    }

    /// Puts the spans into the order of their starts.
    mutating func sort() {
        places.sort { $0.sequence < $1.sequence }
    }

    mutating func append(_ span: FinishedSpan) {
        append(span.fields, TagBuffer(span.tags.tags), nil, span.extras)
    }

    /// Lends a span.
    @inline(__always)
    func withSpan<Result>(_ place: SpanPlace, _ body: (EncodedSpan) throws -> Result) rethrows -> Result {
        try writer.withBytes { all in
            let bytes = UnsafeRawBufferPointer(rebasing: all[place.range])
            return try body(
                EncodedSpan(place: place, bytes: bytes, extras: place.hasExtras ? extras[place.extras] : nil)
            )
        }
    }

    /// Lends all of the spans, as their places say.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try writer.withBytes(body)
    }

    /// Whether the first span has a tag of the same key as one of these.
    func firstHas(anyOf tags: borrowing TagBuffer) -> Bool {
        guard let first = places.first else { return false }
        return withSpan(first) { span in
            var isFound = false
            span.texts.visit { if tags.find($0.key) != nil { isFound = true } }
            span.numbers.visit { if tags.find($0.key) != nil { isFound = true } }
            return isFound
        }
    }

    /// The spans by themselves; the first one has the tags of the chunk, too.
    func decoded(_ head: borrowing TagBuffer) -> [FinishedSpan] {
        var spans: [FinishedSpan] = []
        let none = TagBuffer()
        for place in places {
            spans.append(withSpan(place) { spans.isEmpty ? $0.decoded(head) : $0.decoded(none) })
        }
        return spans
    }
}

extension EncodedSpans {
    /// Bytes of a span with empty texts and no tags.
    private static let emptySize = 200

    /// Writes a span that has ended; the constant tags have no key that is among its own.
    mutating func append(
        _ fields: borrowing SpanFields,
        _ tags: borrowing TagBuffer,
        _ constants: ConstantTags?,
        _ extras: OptionalSpanExtras
    ) {
        var place = SpanPlace(
            start: writer.count,
            textCount: tags.textCount,
            numberCount: tags.numberCount,
            sequence: fields.sequence,
            traceIDHigh: fields.traceID.high,
            isError: fields.isError
        )
        var size = Self.emptySize + tags.byteCount + fields.name.utf8.count + fields.service.utf8.count
        size += fields.resource.utf8.count + fields.type.utf8.count
        if let constants {
            place.textCount += constants.tags.textCount
            place.numberCount += constants.tags.numberCount
            size += constants.tags.byteCount
        }
        if places.isEmpty { places.reserveCapacity(expected.spans) }
        writer.write(atMost: size) { $0.append(fields, tags, constants, &place) }
        if extras.isPresent { keep(extras.value, &place) }
        places.append(place)
    }

    private mutating func keep(_ extras: SpanExtras, _ place: inout SpanPlace) {
        guard extras.leavesWithSpan else { return }
        place.extras = self.extras.count
        self.extras.append(extras)
    }
}

extension MessagePackCursor {
    /// Writes a span, and says where what lies.
    @inline(__always)
    fileprivate mutating func append(
        _ fields: borrowing SpanFields,
        _ tags: borrowing TagBuffer,
        _ constants: ConstantTags?,
        _ span: inout SpanPlace
    ) {
        let start = place
        var fieldCount = 7 + (fields.parentID != nil).asOne + fields.isError.asOne + (!fields.type.isEmpty).asOne
        fieldCount += (span.textCount > 0).asOne + (span.numberCount > 0).asOne
        append(mapOf: fieldCount)
        append(fields)
        span.meta = place - start
        if span.textCount > 0 {
            append(SpanPlace.textsName)
            append(mapOf: span.textCount)
            if let constants { append(raw: constants.tags.texts.bytes) }
            append(raw: tags.texts.bytes)
        }
        span.textsEnd = place - start
        if span.numberCount > 0 {
            append(SpanPlace.numbersName)
            append(mapOf: span.numberCount)
            if let constants { append(raw: constants.tags.numbers.bytes) }
            append(raw: tags.numbers.bytes)
        }
        span.numbersEnd = place - start
        if !fields.type.isEmpty {
            append("type")
            append(string: fields.type)
        }
        span.end = place - start
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
