// SPDX-License-Identifier: Apache-2.0

/// What statistics take of a span.
struct CountedSpan: Sendable {
    let key: SpanStatsKey
    /// Unix nanoseconds.
    let start: Int64
    /// Nanoseconds.
    let duration: Int64
    let isError: Bool
    /// Whether the span is its service's first in the trace.
    let isTopLevel: Bool

    /// - Parameter peerTags: names of the tags that tell apart the services called.
    init(_ span: EncodedSpan, peerTags: [String]) {
        let fields = EncodedFields(span)
        key = SpanStatsKey(span, fields, peerTags: peerTags)
        start = fields.start
        duration = fields.duration
        isError = fields.isError
        isTopLevel = span.isTopLevel
    }
}

extension TraceChunk {
    /// The spans of which statistics are made; they are read as they lie, without the tags of the chunk.
    func countedSpans(peerTags: [String]) -> [CountedSpan] {
        var counted: [CountedSpan] = []
        encoded.visit { span, _ in
            if span.isCounted { counted.append(CountedSpan(span, peerTags: peerTags)) }
        }
        return counted
    }
}

extension EncodedSpan {
    fileprivate var isTopLevel: Bool { number("_dd.top_level") == 1 }

    /// Whether statistics are made of the span: of entries into a service, of calls between services, and on demand.
    ///
    /// A state of a span that is sent again when it ends is not counted twice.
    fileprivate var isCounted: Bool {
        guard number("_dd.partial_version") == nil else { return false }
        if isTopLevel || number("_dd.measured") == 1 { return true }
        return switch text("span.kind") {
        case "server", "client", "producer", "consumer": true
        default: false
        }
    }
}
