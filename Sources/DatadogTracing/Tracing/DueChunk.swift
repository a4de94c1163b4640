// SPDX-License-Identifier: Apache-2.0

/// The spans that make up the next chunk of a trace, in the order of their ends.
struct DueChunk: ~Copyable, Sendable {
    var spans: EncodedSpans
    /// Whether others of the trace were open.
    let isPartial: Bool

    /// Tells the companions of spans that these leave.
    mutating func leave(_ decision: SamplingDecision) {
        guard spans.hasCompanions else { return }
        let priority = decision.isDiscarded ? min(decision.priority, 0) : decision.priority
        change { span in
            guard let companion = span.companion.take() else { return }
            companion.spanDeparts(&span, priority: priority)
        }
    }

    /// Changes spans one by one: they are read, and written anew.
    mutating func change(_ body: (inout FinishedSpan) -> Void) {
        var finished = spans.decoded(TagBuffer())
        for index in finished.indices { body(&finished[index]) }
        spans = EncodedSpans(finished)
    }
}
