// SPDX-License-Identifier: Apache-2.0

/// Chunks that wait to be sent, bounded in bytes and number; those under way count until they are done.
///
/// When it is full, new chunks are turned away: what was accepted is not lost to what comes later, and saying no costs
/// the caller nothing. It is used under a lock, so nothing here takes longer with more chunks but for growing an array.
struct TraceQueue {
    /// What was taken before and could not be sent yet; it goes first.
    private var returned: [TraceChunk] = []
    private var waiting: [TraceChunk] = []
    private(set) var heldBytes = 0
    private var heldChunks = 0
    /// Bytes of what came since the last ``take()``.
    private(set) var freshBytes = 0

    /// Takes the chunk unless that would pass a bound.
    mutating func append(_ chunk: TraceChunk, limits: TracingLimits) -> Bool {
        let size = chunk.estimatedSize
        guard heldChunks < limits.maximumQueueChunks, heldBytes + size <= limits.maximumQueueBytes else { return false }
        waiting.append(chunk)
        heldBytes += size
        freshBytes += size
        heldChunks += 1
        return true
    }

    /// All that waits, what was returned first; it stays counted until it is released.
    mutating func take() -> (returned: [TraceChunk], waiting: [TraceChunk]) {
        defer { (returned, waiting, freshBytes) = ([], [], 0) }
        return (returned, waiting)
    }

    /// Makes room for chunks that were sent or given up, and takes back those that were not.
    mutating func release(chunks: Int, bytes: Int, returning unsent: [TraceChunk]) {
        heldChunks -= chunks
        heldBytes -= bytes
        returned = unsent
    }
}
