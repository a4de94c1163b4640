// SPDX-License-Identifier: Apache-2.0

extension TraceChunk {
    /// What has to be sent of a chunk that is counted; nil if nothing.
    ///
    /// All of it if sampling kept the trace, or if a span failed, which the agent has a sampler of its own for; else the
    /// spans that are kept on their own.
    var withoutRejectedSpans: TraceChunk? {
        guard isRejected, !encoded.spans.isAnyFailed else { return counted }
        guard encoded.hasNumber(SpanSampler.mechanismKey) else { return nil }
        let spans = spans
        var kept = spans.filter { $0.metrics[SpanSampler.mechanismKey] != nil }
        if kept[0].spanID != spans[0].spanID { kept[0].takeChunkTags(of: spans[0]) }
        return (kept.count == count ? self : TraceChunk(spans: kept)).counted
    }

    private var isRejected: Bool { encoded.firstNumber(Self.priorityKey).map { $0 <= 0 } ?? false }

    private var counted: TraceChunk {
        var chunk = self
        chunk.isCounted = true
        return chunk
    }

    fileprivate static let priorityKey = "_sampling_priority_v1"
}

extension FinishedSpan {
    /// Takes over what the first span of a chunk says about the whole trace.
    fileprivate mutating func takeChunkTags(of first: FinishedSpan) {
        let keys = [
            PropagationTags.decisionMaker, PropagationTags.traceIDHigh, "language", "_dd.tags.process",
            "_dd.git.repository_url", "_dd.git.commit.sha",
        ]
        for key in keys { meta[key] = first.meta[key] }
        for key in [TraceChunk.priorityKey, "_dd.tracer_kr"] { metrics[key] = first.metrics[key] }
    }
}
