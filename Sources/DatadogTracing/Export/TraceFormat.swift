// SPDX-License-Identifier: Apache-2.0

/// The agent's formats for traces.
enum TraceFormat: Sendable, Hashable {
    /// Spans as maps, which carry everything.
    case v04(nativeSpanEvents: Bool)
    /// Spans as arrays over one table of strings; has no place for structured tags.
    case v05

    /// Where the agent takes it.
    var endpoint: String {
        switch self {
        case .v04: "/v0.4/traces"
        case .v05: "/v0.5/traces"
        }
    }
}

/// A request body, and the chunks in it.
struct TracePayload: Sendable {
    let body: [UInt8]
    let chunks: ArraySlice<TraceChunk>
}

/// Puts one chunk after the other into a request body of limited size.
protocol TraceEncoder: ~Copyable {
    /// Adds a chunk; false, and nothing added, if the body would grow beyond the limit.
    mutating func append(_ chunk: TraceChunk) -> Bool

    /// The body.
    consuming func finish() -> [UInt8]
}
