// SPDX-License-Identifier: Apache-2.0

/// Values of the application's own that travel with a request from process to process, in the order in which they came.
///
/// It lives in the service context, reaches every child, and goes into headers even where there is no trace. What a
/// header can carry is bounded by ``TracingLimits/maximumBaggageItems`` and ``TracingLimits/maximumBaggageBytes``; do not
/// put secrets in: every service on the way can read it.
public struct Baggage: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One key with its value.
    public struct Item: Sendable, Hashable {
        /// Any text; percent-encoded in the header.
        public let key: String
        /// Any text; percent-encoded in the header. An empty one is not sent: receivers reject the whole header for it.
        public let value: String
    }

    /// The items in order.
    public private(set) var items: [Item] = []

    /// No items.
    public init() {}

    /// Items in the order written; of a repeated key the last value stays.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// Whether there are no items.
    public var isEmpty: Bool { items.isEmpty }

    /// The value of a key; setting keeps the item's place, or appends; nil removes it.
    public subscript(_ key: String) -> String? {
        get { items.first { $0.key == key }?.value }
        set {
            let place = items.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): items[place] = Item(key: key, value: value)
            case (let place?, nil): items.remove(at: place)
            case (nil, let value?): items.append(Item(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Removes all items.
    public mutating func removeAll() { items = [] }
}
