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
    private var extraBytes = 0

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
    /// Bytes of memory, roughly: they grow in steps.
    var heldBytes: Int { writer.capacity &+ extraBytes }
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
        var state = SpanState(span)
        append(&state, TagBuffer())
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
        guard let first = places.first, first.keys.mayMeet(tags.keys) else { return false }
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
    /// Writes a span that has ended; the constant tags have no key that is among its own.
    ///
    /// The span stays as it is, but one that is only lent would be copied.
    mutating func append(_ span: inout SpanState, _ constants: borrowing TagBuffer) {
        if places.isEmpty { places.reserveCapacity(expected.spans) }
        let start = writer.count
        let size = span.maximumSize + constants.byteCount
        let parts = writer.write(atMost: size) { $0.append(&span, constants) }
        let extras = span.extras.isPresent ? keep(span.extras.value) : -1
        places.append(SpanPlace(&span, constants, start: start, parts, extras: extras))
    }

    /// Where the extras are kept; negative if nothing of them is needed any more.
    private mutating func keep(_ extras: SpanExtras) -> Int {
        guard extras.leavesWithSpan else { return -1 }
        self.extras.append(extras)
        extraBytes += extras.estimatedSize
        return self.extras.count - 1
    }
}
