// SPDX-License-Identifier: Apache-2.0

/// String tags that many spans have in common, kept once and encoded once.
final class SharedTags: Sendable {
    let tags: [SpanTag]
    /// Keys and values one after the other, in MessagePack.
    let encoded: [UInt8]
    fileprivate let keyLengths: KeyLengths

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
        keyLengths = list.keyLengths
    }

    func text(_ key: String) -> String? {
        guard keyLengths.mayContain(key) else { return nil }
        return tags.first { $0.has(key) }?.value.text
    }

    @inline(__always)
    func has(_ key: String) -> Bool {
        keyLengths.mayContain(key) && text(key) != nil
    }
}

extension TagList {
    /// Whether a tag here has the key of a shared one, and wins over it.
    func hides(_ shared: SharedTags) -> Bool {
        guard keyLengths.mayMeet(shared.keyLengths) else { return false }
        for index in 0..<tags.count where shared.has(tags[index].key) { return true }
        return false
    }

    /// Takes in the shared tags that are not hidden.
    mutating func take(_ shared: SharedTags) {
        for tag in shared.tags { setIfAbsent(tag.key, tag.value) }
    }
}
