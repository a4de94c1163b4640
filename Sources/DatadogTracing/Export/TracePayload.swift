// SPDX-License-Identifier: Apache-2.0

/// The body of one request with traces, and what is in it.
struct TracePayload {
    let version: TraceAPIVersion
    let chunks: ArraySlice<TraceChunk>
    let body: [UInt8]

    /// Whether the tracer has counted the spans; all chunks are alike in this.
    var isCounted: Bool { chunks.first?.isCounted ?? false }
}
