// SPDX-License-Identifier: Apache-2.0

/// The string tags of a finished span (`meta`).
///
/// A view of the span's one list of tags: a key is in ``FinishedSpan/meta`` or in ``FinishedSpan/metrics``, never in both.
public struct TextTags: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    /// A key and its text.
    public typealias Element = (key: String, value: String)

    var tags: TagList

    init(_ tags: TagList) {
        self.tags = tags
    }

    /// These tags; of equal keys the last one stays.
    public init(_ tags: some Sequence<(key: String, value: String)>) {
        self.init(TagList())
        for tag in tags { self[tag.key] = tag.value }
    }

    /// Tags in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.lazy.map { (key: $0.0, value: $0.1) })
    }

    /// The text of a tag; nil removes it.
    public subscript(_ key: String) -> String? {
        get { tags.value(key)?.text }
        set {
            if let newValue {
                tags.set(key, .text(newValue))
            } else if tags.value(key)?.text != nil {
                tags.remove(key)
            }
        }
    }

    /// How many there are.
    public var count: Int { tags.textCount }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// All keys, in no order to rely on.
    public var keys: [String] { map(\.key) }

    /// All texts, in the order of ``keys``.
    public var values: [String] { map(\.value) }

    /// Walks through all tags.
    public func makeIterator() -> AnyIterator<Element> {
        var tags = tags.tags.makeIterator()
        return AnyIterator {
            while let tag = tags.next() {
                if let text = tag.value.text { return (tag.key, text) }
            }
            return nil
        }
    }

    /// Whether both hold the same tags, in any order.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Does not depend on the order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(reduce(0) { $0 ^ SpanTag(key: $1.key, value: .text($1.value)).hashValue })
    }
}
