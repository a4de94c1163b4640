// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How large the newest chunk was: most likely the next one is so, too, and gets its memory at once.
final class ChunkSize: Sendable {
    private let spans = Atomic<Int>(1)
    private let bytes = Atomic<Int>(1024)

    /// No more is made room for at once.
    private static let maximumSpans = 64
    private static let maximumBytes = 32 * 1024

    var expected: EncodedSpans.Size {
        EncodedSpans.Size(spans: spans.load(ordering: .relaxed), bytes: bytes.load(ordering: .relaxed))
    }

    func update(_ size: EncodedSpans.Size) {
        spans.store(min(size.spans, Self.maximumSpans), ordering: .relaxed)
        // A bit more: spans are a few bytes longer or shorter.
        bytes.store(min(size.bytes + size.bytes / 8 + 256, Self.maximumBytes), ordering: .relaxed)
    }
}
