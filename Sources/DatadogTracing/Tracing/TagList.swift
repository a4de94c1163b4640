// SPDX-License-Identifier: Apache-2.0

/// The tags of a finished span, each key once, texts and numbers.
struct TagList: Sendable {
    private(set) var tags: [SpanTag] = []

    var textCount: Int { tags.count { $0.value.text != nil } }
    var numberCount: Int { tags.count { $0.value.number != nil } }

    func value(_ key: String) -> SpanTag.Value? {
        place(of: key).map { tags[$0].value }
    }

    /// Sets a tag, in place of an earlier one of this key.
    mutating func set(_ key: String, _ value: SpanTag.Value) {
        if let place = place(of: key) {
            tags[place].value = value
        } else {
            tags.append(SpanTag(key: key, value: value))
        }
    }

    /// Adds a tag of which it is known that it is not there.
    mutating func append(_ tag: SpanTag) {
        tags.append(tag)
    }

    mutating func remove(_ key: String) {
        if let place = place(of: key) { tags.remove(at: place) }
    }

    private func place(of key: String) -> Int? {
        tags.firstIndex { $0.has(key) }
    }
}
