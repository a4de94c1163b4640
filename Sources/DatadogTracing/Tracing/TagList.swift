// SPDX-License-Identifier: Apache-2.0

/// The tags of one span in the order in which they were first set, each key once.
///
/// A span has a handful of tags: looking through them costs less than hashing their keys would.
struct TagList: Sendable {
    private(set) var tags: [SpanTag] = []
    /// Bytes of all texts.
    private(set) var byteCount = 0

    /// Room made at the first tag.
    private static let usualCount = 8

    init() {}

    var isEmpty: Bool { tags.isEmpty }
    var count: Int { tags.count }

    func value(_ key: String) -> SpanTag.Value? {
        place(of: key).map { tags[$0].value }
    }

    /// Sets a tag, in place of an earlier one of this key; false if it were one more than the limit.
    @discardableResult
    mutating func set(_ key: String, _ value: SpanTag.Value, limit: Int = .max) -> Bool {
        guard let place = place(of: key) else {
            guard tags.count < limit else { return false }
            append(key, value)
            return true
        }
        byteCount -= tags[place].byteCount
        tags[place].value = value
        byteCount += tags[place].byteCount
        return true
    }

    /// Sets a tag unless there is one of this key.
    mutating func setIfAbsent(_ key: String, _ value: @autoclosure () -> SpanTag.Value) {
        guard place(of: key) == nil else { return }
        append(key, value())
    }

    /// Adds a tag of which it is known that it is not there.
    mutating func append(_ key: String, _ value: SpanTag.Value) {
        if tags.isEmpty { tags.reserveCapacity(Self.usualCount) }
        let tag = SpanTag(key: key, value: value)
        byteCount += tag.byteCount
        tags.append(tag)
    }

    mutating func remove(_ key: String) {
        guard let place = place(of: key) else { return }
        byteCount -= tags.remove(at: place).byteCount
    }

    private func place(of key: String) -> Int? {
        for index in tags.indices where tags[index].has(key) { return index }
        return nil
    }
}
