// SPDX-License-Identifier: Apache-2.0

/// Finished spans of one trace of this process that are sent together, in the order of their starts.
public struct TraceChunk: Sendable, Hashable {
    /// Never empty.
    public let spans: [FinishedSpan]
    /// A rough upper estimate of the chunk's size in the payload, in bytes; taken once, since the bounds ask often.
    let estimatedSize: Int
    /// Whether the spans are in the statistics that the tracer sends, so that the agent must not count them again.
    var isCounted = false

    /// A chunk of these spans.
    public init(spans: [FinishedSpan]) {
        self.spans = spans
        var size = 0
        for index in spans.indices { size += spans[index].record.estimatedSize }
        estimatedSize = size
    }
}
