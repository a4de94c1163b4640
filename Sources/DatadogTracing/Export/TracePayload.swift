// SPDX-License-Identifier: Apache-2.0

/// The body of one request with traces, and what is in it.
struct TracePayload {
    let version: TraceAPIVersion
    let chunks: ArraySlice<TraceChunk>
    let body: [UInt8]
}
