// SPDX-License-Identifier: Apache-2.0

extension TracingStatistics {
    /// Counts at one moment, all since the tracer was made.
    ///
    /// Every chunk that a tracer hands to a ``TraceWriter`` is either turned away (`sampledOut`, `queueFull`) or accepted;
    /// an accepted one is later sent or dropped for another reason, or still waits.
    public struct Snapshot: Sendable, Hashable {
        /// Spans that the writer's queue took.
        public internal(set) var acceptedSpans = 0
        /// Chunks that the writer's queue took.
        public internal(set) var acceptedChunks = 0
        /// Spans sent.
        public internal(set) var sentSpans = 0
        /// Chunks sent.
        public internal(set) var sentChunks = 0
        /// Bytes of the bodies that the agent took.
        public internal(set) var sentBytes = 0
        /// Requests made, tries included.
        public internal(set) var requests = 0
        /// Requests that failed, by status (`429`) or by the kind of transport error (`timed_out`).
        public internal(set) var requestFailures: [String: Int] = [:]
        /// Spans dropped, by reason.
        public internal(set) var droppedSpans: [TraceDropReason: Int] = [:]
        /// Chunks dropped, by reason.
        public internal(set) var droppedChunks: [TraceDropReason: Int] = [:]
        /// Estimated bytes of the chunks dropped, by reason.
        public internal(set) var droppedBytes: [TraceDropReason: Int] = [:]
        /// Tags dropped because their span had too many, or because open traces held too many bytes.
        public internal(set) var droppedTags = 0
        /// Events, links and structured tags dropped because their span had too many.
        public internal(set) var droppedExtras = 0
        /// Spans that the statistics count without their kind, since there were too many kinds.
        public internal(set) var statsOverflowSpans = 0
        /// Buckets of statistics that the agent did not take.
        public internal(set) var droppedStatsBuckets = 0
        /// Items of baggage that a header had no room for.
        public internal(set) var droppedBaggageItems = 0

        /// All spans dropped.
        public var allDroppedSpans: Int { droppedSpans.values.reduce(0, +) }
        /// All chunks dropped.
        public var allDroppedChunks: Int { droppedChunks.values.reduce(0, +) }
        /// All requests that failed.
        public var failedRequests: Int { requestFailures.values.reduce(0, +) }
    }
}
