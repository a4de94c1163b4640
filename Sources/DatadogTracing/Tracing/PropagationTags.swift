// SPDX-License-Identifier: Apache-2.0

/// Tags of the form `_dd.p.…` that a trace carries from process to process, in order.
public struct PropagationTags: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One tag.
    public struct Tag: Sendable, Hashable {
        /// Starts with `_dd.p.`.
        public let key: String
        /// Printable ASCII.
        public let value: String
    }

    /// The tags in order.
    public private(set) var tags: [Tag] = []

    /// No tags.
    public init() {}

    /// Tags in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value of a tag; setting keeps the tag's place, or appends; nil removes it.
    public subscript(_ key: String) -> String? {
        get { tags.first { $0.key == key }?.value }
        set {
            let place = tags.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): tags[place] = Tag(key: key, value: value)
            case (let place?, nil): tags.remove(at: place)
            case (nil, let value?): tags.append(Tag(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    static let decisionMaker = "_dd.p.dm"
    static let userID = "_dd.p.usr.id"
    static let traceIDHigh = "_dd.p.tid"
    static let traceSource = "_dd.p.ts"
    static let prefix = "_dd.p."
}
