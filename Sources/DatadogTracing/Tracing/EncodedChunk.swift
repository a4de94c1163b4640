// SPDX-License-Identifier: Apache-2.0

/// The spans of a chunk in the order in which they are sent, and what the first of them says about the whole trace.
final class EncodedChunk: Sendable {
    let spans: EncodedSpans
    /// Tags of the first span, none of which it has itself.
    let head: SharedTags

    init(_ spans: consuming EncodedSpans, head: SharedTags = .none) {
        self.spans = spans
        self.head = head
    }

    /// The spans by themselves.
    var decoded: [FinishedSpan] { spans.decoded(head.tags) }

    /// A rough upper estimate of the size in the payload, in bytes.
    var estimatedSize: Int { spans.byteCount + head.tags.byteCount + spans.estimatedExtras + Self.headsOfMaps }

    /// What the heads of arrays and maps may take besides, and the names of the maps.
    private static let headsOfMaps = 32

    /// The number under a key of the first span.
    func firstNumber(_ key: String) -> Double? {
        if let value = head.tags.value(key) { return value.number }
        return spans.places.first.flatMap { number(key, of: $0) }
    }

    /// Whether any span has a number under the key.
    func hasNumber(_ key: String) -> Bool {
        spans.places.contains { number(key, of: $0) != nil }
    }

    private func number(_ key: String, of place: SpanPlace) -> Double? {
        key.withBytes { key in spans.withSpan(place) { $0.numbers.find(key)?.number } }
    }

    /// Lends each span, with the tags that are added to it.
    func visit(_ body: (EncodedSpan, borrowing TagBuffer) -> Void) {
        let none = TagBuffer()
        for (index, place) in spans.places.enumerated() {
            spans.withSpan(place) { span in
                if index == 0 { body(span, head.tags) } else { body(span, none) }
            }
        }
    }
}
