// SPDX-License-Identifier: Apache-2.0

/// Encodes chunks into request bodies of limited size, one body at a time.
///
/// Chunks whose spans the tracer has counted and others never share a body, since the request says which they are.
struct TracePayloads {
    private let version: TraceAPIVersion
    private let nativeSpanEvents: Bool
    private let maximumBytes: Int
    /// Chunks that are in no body yet.
    private(set) var rest: ArraySlice<TraceChunk>
    /// Chunks met so far that are larger than a whole body may be.
    private(set) var tooLarge: [TraceChunk] = []

    /// - Parameter nativeSpanEvents: whether version 0.4 carries a span's events in a field of their own.
    init(_ chunks: [TraceChunk], _ version: TraceAPIVersion, nativeSpanEvents: Bool = false, maximumBytes: Int) {
        self.rest = chunks[...]
        self.version = version
        self.nativeSpanEvents = nativeSpanEvents
        self.maximumBytes = maximumBytes
    }

    /// The next body; nil when no chunk is left.
    mutating func next() -> TracePayload? {
        while !rest.isEmpty {
            let payload =
                switch version {
                case .v04:
                    fill(
                        TraceEncoderV04(
                            nativeSpanEvents: nativeSpanEvents,
                            capacity: capacity,
                            maximumBytes: maximumBytes,
                            maximumChunks: rest.count
                        )
                    )
                case .v05: fill(TraceEncoderV05(capacity: capacity / 2, maximumBytes: maximumBytes))
                }
            if !payload.chunks.isEmpty { return payload }
            tooLarge.append(rest.removeFirst())
        }
        return nil
    }

    /// What the rest will take, or a whole body.
    private var capacity: Int { min(rest.estimatedSize, maximumBytes) + 1024 }

    private mutating func fill(_ encoder: consuming some TraceEncoder & ~Copyable) -> TracePayload {
        let all = rest
        let isCounted = all.first?.isCounted
        while let chunk = rest.first, chunk.isCounted == isCounted, encoder.append(chunk) { rest.removeFirst() }
        return TracePayload(version: version, chunks: all[..<rest.startIndex], body: encoder.finish())
    }
}
