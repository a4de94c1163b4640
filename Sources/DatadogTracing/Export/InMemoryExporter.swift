// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps chunks in memory, for tests.
public final class InMemoryExporter: TraceExporter, TraceReceiver {
    private let chunks = Mutex<[TraceChunk]>([])

    /// An empty exporter.
    public init() {}

    /// Keeps a chunk.
    public func receive(_ chunk: TraceChunk) {
        chunks.withLock { $0.append(chunk) }
    }

    /// Keeps the chunks and counts them as sent.
    public func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async -> [TraceChunk] {
        self.chunks.withLock { $0 += chunks }
        statistics.sent(chunks)
        return []
    }

    /// All chunks so far, in the order of their arrival, which are then forgotten.
    public func popChunks() -> [TraceChunk] {
        chunks.withLock { chunks in
            defer { chunks = [] }
            return chunks
        }
    }
}
