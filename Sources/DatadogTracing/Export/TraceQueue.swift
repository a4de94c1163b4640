// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// Chunks that wait to be sent, bounded in bytes and number; those under way count until they are done.
struct TraceQueue {
    private var waiting: Deque<TraceChunk> = []
    private(set) var heldBytes = 0
    private var heldChunks = 0

    /// Takes the chunk unless that would pass a bound.
    mutating func append(_ chunk: TraceChunk, limits: TracingLimits) -> Bool {
        let size = chunk.estimatedSize
        guard heldChunks < limits.maximumQueueChunks, heldBytes + size <= limits.maximumQueueBytes else { return false }
        waiting.append(chunk)
        heldBytes += size
        heldChunks += 1
        return true
    }

    /// All that waits; it stays counted until ``release(_:)``.
    mutating func take() -> [TraceChunk] {
        defer { waiting = [] }
        return Array(waiting)
    }

    /// Makes room again for chunks that were sent or given up.
    mutating func release(_ chunks: [TraceChunk]) {
        heldChunks -= chunks.count
        for chunk in chunks { heldBytes -= chunk.estimatedSize }
    }
}
