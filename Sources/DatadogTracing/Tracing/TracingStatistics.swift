// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Why spans or chunks were dropped.
public struct TraceDropReason: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// A short name, fit for a metric's tag.
    public let rawValue: String

    /// A reason of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The same as `rawValue`.
    public var description: String { rawValue }

    /// A trace was not begun because too many are open.
    public static let tooManyOpenTraces = Self(rawValue: "too_many_open_traces")
    /// A trace holds too many finished spans.
    public static let traceTooLarge = Self(rawValue: "trace_too_large")
    /// A span was let go without an end.
    public static let neverEnded = Self(rawValue: "never_ended")
    /// A sampling rule rejected the trace and asked to discard it.
    public static let discardedByRule = Self(rawValue: "discarded_by_rule")
    /// The writer's queue was full.
    public static let queueFull = Self(rawValue: "queue_full")
    /// One chunk is larger than a payload may be.
    public static let payloadTooLarge = Self(rawValue: "payload_too_large")
    /// The receiver could not be reached in time, or the file not written.
    public static let sendFailed = Self(rawValue: "send_failed")
    /// The agent answered that it does not want the payload.
    public static let rejected = Self(rawValue: "rejected")
}

/// Counters of one tracer and what stands behind it.
public final class TracingStatistics: Sendable {
    /// Counts at one moment.
    public struct Snapshot: Sendable, Hashable {
        /// Spans sent.
        public internal(set) var sentSpans = 0
        /// Chunks sent.
        public internal(set) var sentChunks = 0
        /// Requests made, tries included.
        public internal(set) var requests = 0
        /// Requests that failed.
        public internal(set) var failedRequests = 0
        /// Spans dropped, by reason.
        public internal(set) var droppedSpans: [TraceDropReason: Int] = [:]
        /// Chunks dropped, by reason.
        public internal(set) var droppedChunks: [TraceDropReason: Int] = [:]
        /// Items of baggage that a header had no room for.
        public internal(set) var droppedBaggageItems = 0

        /// All spans dropped.
        public var allDroppedSpans: Int { droppedSpans.values.reduce(0, +) }
    }

    private let counters = Mutex(Snapshot())

    /// All zero.
    public init() {}

    /// The counts so far.
    public var snapshot: Snapshot { counters.withLock { $0 } }

    func dropped(_ reason: TraceDropReason, chunks: Int = 0, spans: Int = 0) {
        counters.withLock { counters in
            if chunks > 0 { counters.droppedChunks[reason, default: 0] += chunks }
            if spans > 0 { counters.droppedSpans[reason, default: 0] += spans }
        }
    }

    func dropped(_ reason: TraceDropReason, _ chunks: some Sequence<TraceChunk>) {
        for chunk in chunks { dropped(reason, chunks: 1, spans: chunk.spans.count) }
    }

    func dropped(baggageItems: Int) {
        guard baggageItems > 0 else { return }
        counters.withLock { $0.droppedBaggageItems += baggageItems }
    }

    func sent(_ chunks: some Sequence<TraceChunk>) {
        counters.withLock { counters in
            for chunk in chunks {
                counters.sentChunks += 1
                counters.sentSpans += chunk.spans.count
            }
        }
    }

    func requested(failed: Bool) {
        counters.withLock { counters in
            counters.requests += 1
            if failed { counters.failedRequests += 1 }
        }
    }
}
