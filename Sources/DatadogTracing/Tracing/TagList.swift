// SPDX-License-Identifier: Apache-2.0

/// The tags of one span in the order in which they were first set, each key once.
///
/// A span has a handful of tags: looking through them costs less than hashing their keys would.
struct TagList: Sendable {
    private(set) var tags: ContiguousArray<SpanTag> = []
    /// How many of the tags are texts.
    private(set) var textCount = 0
    /// Bytes of all keys and texts.
    private var byteCount = 0
    /// Of the keys that are here or were.
    private(set) var keyLengths = KeyLengths()

    /// Room made at the first tag.
    private static let usualCount = 8

    init() {}

    var isEmpty: Bool { tags.isEmpty }
    var count: Int { tags.count }
    var numberCount: Int { tags.count - textCount }

    /// Bytes in the payload, or a few more.
    var estimatedSize: Int { tags.count * 14 + byteCount }

    func value(_ key: String) -> SpanTag.Value? {
        place(of: key).map { tags[$0].value }
    }

    /// Sets a tag, in place of an earlier one of this key; false if it were one more than the limit.
    @inline(__always)
    @discardableResult
    mutating func set(_ key: String, _ value: SpanTag.Value, limit: Int = .max) -> Bool {
        if let place = place(of: key) {
            replace(at: place, value)
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
        keyLengths.insert(key)
        byteCount += key.utf8.count
        count(value, 1)
        tags.append(SpanTag(key: key, value: value))
    }

    mutating func remove(_ key: String) {
        guard let place = place(of: key) else { return }
        let tag = tags.remove(at: place)
        byteCount -= tag.key.utf8.count
        count(tag.value, -1)
    }

    /// Makes room at once for tags that are about to be added.
    mutating func reserve(_ more: Int) {
        tags.reserveCapacity(tags.count + more)
    }

    @inline(never)
    private mutating func replace(at place: Int, _ value: SpanTag.Value) {
        count(tags[place].value, -1)
        count(value, 1)
        tags[place].value = value
    }

    @inline(__always)
    private mutating func count(_ value: SpanTag.Value, _ sign: Int) {
        guard case .text(let text) = value else { return }
        textCount += sign
        byteCount += sign * text.utf8.count
    }

    @inline(__always)
    private func place(of key: String) -> Int? {
        guard keyLengths.mayContain(key) else { return nil }
        let length = key.utf8.count
        // Most keys differ in length, which is cheaper to see.
        for index in 0..<tags.count where tags[index].key.utf8.count == length {
            if tags[index].key == key { return index }
        }
        return nil
    }
}
