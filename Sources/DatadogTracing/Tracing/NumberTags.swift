// SPDX-License-Identifier: Apache-2.0

/// The number tags of a finished span (`metrics`).
///
/// A view of the span's one list of tags, as ``TextTags`` is.
public struct NumberTags: Sendable, Hashable, Sequence, ExpressibleByDictionaryLiteral {
    /// A key and its number.
    public typealias Element = (key: String, value: Double)

    var tags: TagList

    init(_ tags: TagList) {
        self.tags = tags
    }

    /// These tags; of equal keys the last one stays.
    public init(_ tags: some Sequence<(key: String, value: Double)>) {
        self.init(TagList())
        for tag in tags { self[tag.key] = tag.value }
    }

    /// Tags in the order written.
    public init(dictionaryLiteral elements: (String, Double)...) {
        self.init(elements.lazy.map { (key: $0.0, value: $0.1) })
    }

    /// The number of a tag; nil removes it.
    public subscript(_ key: String) -> Double? {
        get { tags.value(key)?.number }
        set {
            if let newValue {
                tags.set(key, .number(newValue))
            } else if tags.value(key)?.number != nil {
                tags.remove(key)
            }
        }
    }

    /// How many there are.
    public var count: Int { tags.numberCount }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// All keys, in no order to rely on.
    public var keys: [String] { map(\.key) }

    /// All numbers, in the order of ``keys``.
    public var values: [Double] { map(\.value) }

    /// Walks through all tags.
    public func makeIterator() -> AnyIterator<Element> {
        var tags = tags.tags.makeIterator()
        return AnyIterator {
            while let tag = tags.next() {
                if let number = tag.value.number { return (tag.key, number) }
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
        hasher.combine(reduce(0) { $0 ^ SpanTag(key: $1.key, value: .number($1.value)).hashValue })
    }
}
