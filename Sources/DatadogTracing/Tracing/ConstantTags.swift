// SPDX-License-Identifier: Apache-2.0

/// Tags that many spans have in common, written once.
final class ConstantTags: Sendable {
    let tags: TagBuffer

    static let none = ConstantTags([])

    /// Of equal keys the first one counts.
    init(_ tags: [(key: String, value: SpanTag.Value)]) {
        var buffer = TagBuffer()
        for tag in tags { buffer.setIfAbsent(tag.key, tag.value) }
        self.tags = buffer
    }
}
