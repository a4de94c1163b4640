// SPDX-License-Identifier: Apache-2.0

/// Tags that many chunks have in common, written once.
final class SharedTags: Sendable {
    let tags: TagBuffer
    /// What they depend on; nil of no tags.
    private let facts: ChunkFacts?

    static let none = SharedTags(TagBuffer(), of: nil)

    init(_ tags: consuming TagBuffer, of facts: ChunkFacts?) {
        self.tags = tags
        self.facts = facts
    }

    /// Whether these are the tags of a chunk of which this is known.
    func fit(_ other: ChunkFacts) -> Bool {
        // Not by comparing optional values, which copies both.
        guard let facts else { return false }
        return facts == other
    }
}
