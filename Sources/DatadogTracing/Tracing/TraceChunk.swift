// SPDX-License-Identifier: Apache-2.0

/// Finished spans of one trace of this process that are sent together, in the order of their starts.
public struct TraceChunk: Sendable {
    /// As they are sent; never empty.
    let encoded: EncodedChunk
    /// A rough upper estimate of the chunk's size in the payload, in bytes; taken once, since the bounds ask often.
    let estimatedSize: Int
    /// Whether the spans are in the statistics that the tracer sends, so that the agent must not count them again.
    var isCounted = false

    /// A chunk of these spans, at least one.
    public init(spans: [FinishedSpan]) {
        self.init(EncodedChunk(EncodedSpans(spans)))
    }

    /// A chunk whose first span gets these tags, in place of its own of these keys.
    init(_ spans: consuming EncodedSpans, head: SharedTags) {
        if spans.firstHas(anyOf: head.tags) {
            self.init(spans: spans.decoded(head.tags))
        } else {
            self.init(EncodedChunk(spans, head: head))
        }
    }

    private init(_ encoded: EncodedChunk) {
        self.encoded = encoded
        estimatedSize = encoded.estimatedSize
    }

    /// The spans, never none; read anew from what will be sent at each call.
    public var spans: [FinishedSpan] { encoded.decoded }

    /// How many spans there are.
    public var count: Int { encoded.spans.count }
}

extension TraceChunk: Hashable {
    /// Whether both have the same spans.
    public static func == (left: Self, right: Self) -> Bool {
        left.encoded === right.encoded && left.isCounted == right.isCounted
            || left.isCounted == right.isCounted && left.spans == right.spans
    }

    /// By the spans.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(spans)
    }
}
