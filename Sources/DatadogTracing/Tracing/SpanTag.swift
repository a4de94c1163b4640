// SPDX-License-Identifier: Apache-2.0

/// One tag of a span: a text, which goes into `meta`, or a number, which goes into `metrics`.
struct SpanTag: Sendable, Hashable {
    enum Value: Sendable, Hashable {
        case text(String)
        case number(Double)
    }

    let key: String
    var value: Value

    /// Keys are the same if their bytes are; most others differ in length, which is cheaper to see.
    func has(_ other: String) -> Bool {
        key.utf8.count == other.utf8.count && key == other
    }
}

extension SpanTag.Value {
    static let maximumLength = 25_000
    private static let truncatedLength = 2_500
    private static let truncationMark = "<truncated>..."

    /// A text, cut where it is too long.
    @inline(__always)
    init(_ text: String) {
        self = .text(text.utf8.count <= Self.maximumLength ? text : Self.truncated(text))
    }

    /// A number; nil if it is not finite.
    init?(_ number: Double) {
        guard number.isFinite else { return nil }
        self = .number(number)
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    /// Whether the value switches something on: the text `true`, `True` or `1`, or a number that is not zero.
    var isTrue: Bool {
        switch self {
        case .text(let text): text == "true" || text == "True" || text == "1"
        case .number(let number): number != 0
        }
    }

    @inline(never)
    private static func truncated(_ text: String) -> String {
        guard text.unicodeScalars.count > maximumLength else { return text }
        let kept = text.unicodeScalars.prefix(truncatedLength - truncationMark.unicodeScalars.count)
        return String(String.UnicodeScalarView(kept)) + truncationMark
    }
}
