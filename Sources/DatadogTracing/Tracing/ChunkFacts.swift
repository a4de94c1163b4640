// SPDX-License-Identifier: Apache-2.0

/// What the tags of a chunk depend on.
struct ChunkFacts: Equatable, Sendable {
    let decision: SamplingDecision
    /// The share of chunks that were not lost lately.
    let keepRate: Double
    let traceIDHigh: UInt64
    /// Who decided, if the trace came from elsewhere and says so.
    let receivedMaker: String?
    /// Whether the trace's first span here is in the chunk.
    let hasLocalRoot: Bool
    /// How many spans there are, if others of the trace were open.
    let partialCount: Int?

    init(_ chunk: borrowing DueChunk, of trace: LocalTrace, _ decision: SamplingDecision) {
        self.decision = decision
        keepRate = trace.tracer.statistics.keepRate
        traceIDHigh = trace.id.high
        receivedMaker = trace.remote?.context.propagationTags[PropagationTags.decisionMaker]
        hasLocalRoot = chunk.spans.places.first?.sequence == 1
        partialCount = chunk.isPartial ? chunk.spans.count : nil
    }
}
