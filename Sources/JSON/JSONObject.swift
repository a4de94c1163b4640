// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in order.
///
/// Looking up a key is quick at any size. Setting a key that exists replaces its value in place; a new key goes to the
/// end. Equality ignores the order. Keys that are canonically equivalent Unicode count as the same key.
public struct JSONObject: Sendable {
    /// A key with its value.
    public typealias Element = (key: String, value: JSONValue)

    /// Up to this many members a linear search beats hashing.
    private static let linearLimit = 16

    /// A struct, since the runtime copies and destroys arrays of tuples by looking each of their types up.
    private struct Member {
        let key: String
        var value: JSONValue
    }

    private var members: [Member] = []
    /// Position of each key; nil until there are more than ``linearLimit`` members.
    private var positions: [String: Int]?

    /// An object without members.
    public init() {}

    /// The members given; of equal keys the last one wins.
    public init(_ elements: some Sequence<(String, JSONValue)>) {
        // Many are empty, and to reserve nothing costs a call all the same.
        if elements.underestimatedCount > 0 { members.reserveCapacity(elements.underestimatedCount) }
        for (key, value) in elements {
            set(key, value)
        }
    }

    /// The value of a key; nil when it is absent (a member that is `null` gives ``JSONValue/null``).
    ///
    /// Assigning nil removes the member; assign `.null` to store a null.
    public subscript(_ key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            if let newValue {
                set(key, newValue)
            } else {
                remove(key)
            }
        }
    }

    /// The keys in order.
    public var keys: [String] {
        members.map(\.key)
    }

    mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    mutating func set(_ key: consuming String, _ value: consuming JSONValue) {
        if let position = position(of: key) {
            members[position].value = value
            return
        }
        if members.isEmpty { members.reserveCapacity(4) }
        members.append(Member(key: key, value: value))
        if members.count > Self.linearLimit {
            indexLast()
        }
    }

    private mutating func remove(_ key: String) {
        guard let position = position(of: key) else { return }
        members.remove(at: position)
        positions = nil
        if members.count > Self.linearLimit {
            indexAll()
        }
    }

    private func position(of key: String) -> Int? {
        if let positions { return positions[key] }
        // In place: a member taken out to be looked at costs more than the comparison.
        return members.withUnsafeBufferPointer { members in
            for position in 0..<members.count where members[position].key == key { return position }
            return nil
        }
    }

    private mutating func indexLast() {
        guard positions != nil else { return indexAll() }
        positions?[members[members.count - 1].key] = members.count - 1
    }

    private mutating func indexAll() {
        var positions = [String: Int](minimumCapacity: members.count)
        for (position, member) in members.enumerated() {
            positions[member.key] = position
        }
        self.positions = positions
    }
}

extension JSONObject: RandomAccessCollection {
    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of members.
    public var endIndex: Int { members.count }

    /// The member at a position.
    public subscript(_ position: Int) -> Element {
        (members[position].key, members[position].value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members given; of equal keys the last one wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}
