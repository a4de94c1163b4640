// SPDX-License-Identifier: Apache-2.0

/// Tags that many chunks have in common, written once.
final class SharedTags: Sendable {
    let tags: TagBuffer
    /// What they depend on; nil of no tags.
    let facts: ChunkFacts?

    static let none = SharedTags(TagBuffer(), of: nil)

    init(_ tags: consuming TagBuffer, of facts: ChunkFacts?) {
        self.tags = tags
        self.facts = facts
    }
}
