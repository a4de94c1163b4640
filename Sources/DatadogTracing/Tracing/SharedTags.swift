// SPDX-License-Identifier: Apache-2.0

/// String tags that many spans have in common, kept once and encoded once.
final class SharedTags: Sendable {
    let tags: [SpanTag]
    /// Keys and values one after the other, in MessagePack.
    let encoded: [UInt8]
    /// Bit n is set if a key has n bytes (63: or more). Most tags of a span are told apart by it.
    private let keyLengths: UInt64

    init(_ tags: [(key: String, value: String)]) {
        var list = TagList()
        for tag in tags { list.set(tag.key, SpanTag.Value(tag.value)) }
        self.tags = Array(list.tags)
        var writer = MessagePackWriter()
        for tag in list.tags {
            writer.append(string: tag.key)
            writer.append(string: tag.value.text ?? "")
        }
        encoded = writer.bytes
        keyLengths = list.tags.reduce(0) { $0 | Self.bit($1.key) }
    }

    func text(_ key: String) -> String? {
        guard keyLengths & Self.bit(key) != 0 else { return nil }
        return tags.first { $0.has(key) }?.value.text
    }

    @inline(__always)
    func has(_ key: String) -> Bool {
        keyLengths & Self.bit(key) != 0 && text(key) != nil
    }

    private static func bit(_ key: String) -> UInt64 {
        1 << UInt64(min(key.utf8.count, 63))
    }
}

extension TagList {
    /// Whether a tag here has the key of a shared one, and wins over it.
    func hides(_ shared: SharedTags) -> Bool {
        for index in 0..<tags.count where shared.has(tags[index].key) { return true }
        return false
    }

    /// Takes in the shared tags that are not hidden.
    mutating func take(_ shared: SharedTags) {
        for tag in shared.tags { setIfAbsent(tag.key, tag.value) }
    }
}
