// SPDX-License-Identifier: Apache-2.0

/// Where a span lies among ``EncodedSpans``, and what is asked of it without reading it.
struct SpanPlace: Sendable {
    /// Where it begins among all spans; the other places are counted from here.
    let start: Int
    /// Where the field `meta` begins, or would.
    var meta: Int { parts.meta }
    var textsEnd: Int { parts.textsEnd }
    var numbersEnd: Int { parts.numbersEnd }
    var end: Int { parts.end }
    private let parts: Parts
    let textCount: Int
    let numberCount: Int
    let sequence: Int
    /// Half of the trace's id, which goes into a tag of the first span.
    let traceIDHigh: UInt64
    let isError: Bool
    /// Which of the extras are the span's; negative if it has none.
    let extras: Int

    /// Where the parts of a span begin or end.
    struct Parts: Sendable {
        let meta: Int
        let textsEnd: Int
        let numbersEnd: Int
        let end: Int
    }

    /// The place of a span that was written from `start` on.
    @inline(__always)
    init(_ span: inout SpanState, _ constants: ConstantTags, start: Int, _ parts: Parts, extras: Int) {
        self.start = start
        self.parts = parts
        textCount = span.tags.textCount + constants.tags.textCount
        numberCount = span.tags.numberCount + constants.tags.numberCount
        sequence = span.fields.sequence
        traceIDHigh = span.fields.traceID.high
        isError = span.fields.isError
        self.extras = extras
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
