// SPDX-License-Identifier: Apache-2.0

/// Where a span lies among ``EncodedSpans``, and what is asked of it without reading it.
struct SpanPlace: Sendable {
    /// Where it begins among all spans; the other places are counted from here.
    let start: Int
    let sequence: Int
    /// Half of the trace's id, which goes into a tag of the first span.
    let traceIDHigh: UInt64
    private let parts: Parts
    // A place is written for each span that ends: what is small takes little memory.
    private let counts: (texts: Int32, numbers: Int32)
    /// Which of the extras are the span's; negative if it has none.
    private let extrasIndex: Int32
    let isError: Bool
    /// Of all its tags.
    let keys: KeyFilter

    /// Where the field `meta` begins, or would.
    var meta: Int { parts.meta }
    var textsEnd: Int { parts.textsEnd }
    var numbersEnd: Int { parts.numbersEnd }
    var end: Int { parts.end }
    var textCount: Int { Int(counts.texts) }
    var numberCount: Int { Int(counts.numbers) }
    var extras: Int { Int(extrasIndex) }

    /// Where the parts of a span begin or end.
    struct Parts: Sendable {
        let meta: Int
        let textsEnd: Int
        let numbersEnd: Int
        let end: Int
    }

    /// The place of a span that was written from `start` on.
    @inline(__always)
    init(_ span: inout SpanState, _ constants: borrowing TagBuffer, start: Int, _ parts: Parts, extras: Int) {
        self.start = start
        self.parts = parts
        keys = span.tags.keys.with(constants.keys)
        let texts = span.tags.textCount &+ constants.textCount
        let numbers = span.tags.numberCount &+ constants.numberCount
        counts = (Int32(truncatingIfNeeded: texts), Int32(truncatingIfNeeded: numbers))
        sequence = span.numbers.sequence
        traceIDHigh = span.numbers.traceID.high
        isError = span.numbers.isError
        extrasIndex = Int32(truncatingIfNeeded: extras)
    }

    /// What lies in front of the texts, and of the numbers, besides the head of the map.
    static let textsName: StaticString = "meta"
    static let numbersName: StaticString = "metrics"

    var texts: Range<Int> { Self.tags(textCount, from: meta, to: textsEnd, Self.textsName) }
    var numbers: Range<Int> { Self.tags(numberCount, from: textsEnd, to: numbersEnd, Self.numbersName) }
    var hasExtras: Bool { extras >= 0 }
    /// Where it lies among all spans.
    var range: Range<Int> { start..<start + end }

    private static func tags(_ count: Int, from start: Int, to end: Int, _ name: StaticString) -> Range<Int> {
        guard count > 0 else { return end..<end }
        return start + 1 + name.utf8CodeUnitCount + MessagePackCursor.head(count)..<end
    }
}
