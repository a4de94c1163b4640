// SPDX-License-Identifier: Apache-2.0

/// The tags of one span in the order in which they were first set, each key once.
///
/// A span has a handful of tags: looking through them costs less than hashing their keys would.
struct TagList: Sendable {
    private(set) var tags: ContiguousArray<SpanTag> = []

    /// Room made at the first tag.
    private static let usualCount = 8

    init() {}

    var isEmpty: Bool { tags.isEmpty }
    var count: Int { tags.count }

    func value(_ key: String) -> SpanTag.Value? {
        place(of: key).map { tags[$0].value }
    }

    /// Sets a tag, in place of an earlier one of this key; false if it were one more than the limit.
    @inline(__always)
    @discardableResult
    mutating func set(_ key: String, _ value: SpanTag.Value, limit: Int = .max) -> Bool {
        if let place = place(of: key) {
            tags[place].value = value
            return true
        }
        guard tags.count < limit else { return false }
        append(key, value)
        return true
    }

    /// Sets a tag unless there is one of this key.
    mutating func setIfAbsent(_ key: String, _ value: @autoclosure () -> SpanTag.Value) {
        if place(of: key) == nil { append(key, value()) }
    }

    /// Adds a tag of which it is known that it is not there.
    @inline(__always)
    mutating func append(_ key: String, _ value: SpanTag.Value) {
        if tags.capacity == 0 { tags.reserveCapacity(Self.usualCount) }
        tags.append(SpanTag(key: key, value: value))
    }

    mutating func remove(_ key: String) {
        if let place = place(of: key) { tags.remove(at: place) }
    }

    @inline(__always)
    private func place(of key: String) -> Int? {
        let length = key.utf8.count
        // Most keys differ in length, which is cheaper to see.
        for index in 0..<tags.count where tags[index].key.utf8.count == length {
            if tags[index].key == key { return index }
        }
        return nil
    }
}

extension TagList {
    var textCount: Int {
        var count = 0
        for index in 0..<tags.count {
            if case .text = tags[index].value { count += 1 }
        }
        return count
    }

    /// Bytes in the payload, or a few more.
    var estimatedSize: Int {
        var size = tags.count * 14
        for index in 0..<tags.count {
            size += tags[index].key.utf8.count
            if case .text(let text) = tags[index].value { size += text.utf8.count }
        }
        return size
    }
}
