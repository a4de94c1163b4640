// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts of what became of events, since the client was made.
public final class LLMObsStatistics: Sendable {
    /// Why an event was not sent.
    public enum DropReason: String, Sendable, CaseIterable {
        /// More waited than the limits allow.
        case queueFull = "queue_full"
        /// Larger than an event may be, even without input and output, or than somebody on the way takes.
        case tooLarge = "too_large"
        /// The intake did not want it.
        case refused
        /// Tried often enough.
        case sendFailed = "send_failed"
        /// The service stopped before it could be sent.
        case shutdown
        /// The processor dropped it.
        case processor
        /// The tracer did not record the span, since too many traces were open.
        case notRecorded = "not_recorded"
        /// More spans were open than the limits allow.
        case tooManyOpenSpans = "too_many_open_spans"
        /// The span was let go without an end.
        case neverEnded = "never_ended"
    }

    /// Counts of one kind of events.
    public struct Counts: Sendable, Hashable {
        /// Came into the queue.
        public internal(set) var queued = 0
        /// Were accepted by the intake.
        public internal(set) var sent = 0
        /// Went into the tracer's spans.
        public internal(set) var handedToTracer = 0
        /// Were dropped, by reason.
        public internal(set) var dropped: [DropReason: Int] = [:]
    }

    /// All counts at one moment.
    public struct Snapshot: Sendable, Hashable {
        /// Spans.
        public internal(set) var spans = Counts()
        /// Evaluations and feedback.
        public internal(set) var evaluations = Counts()
        /// Annotations that had no room in their span.
        public internal(set) var droppedAnnotations = 0
        /// Tries of requests that were accepted.
        public internal(set) var acceptedRequests = 0
        /// Tries of requests that were not.
        public internal(set) var failedRequests = 0
        /// Bytes of accepted bodies.
        public internal(set) var sentBytes = 0
    }

    private let state = Mutex(Snapshot())

    init() {}

    /// The counts as they are now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    func queued<Item: IntakeItem>(_ item: Item.Type) { change(item) { $0.queued += 1 } }

    func sent<Item: IntakeItem>(_ item: Item.Type, count: Int, bytes: Int) {
        change(item) { $0.sent += count }
        state.withLock { $0.sentBytes += bytes }
    }

    func handedToTracer() { change(SpanEvent.self) { $0.handedToTracer += 1 } }

    func dropped<Item: IntakeItem>(_ reason: DropReason, _ item: Item.Type, count: Int = 1) {
        guard count > 0 else { return }
        change(item) { $0.dropped[reason, default: 0] += count }
    }

    func dropped(annotations count: Int) {
        state.withLock { $0.droppedAnnotations += count }
    }

    func requested(isSuccess: Bool) {
        state.withLock { state in
            if isSuccess { state.acceptedRequests += 1 } else { state.failedRequests += 1 }
        }
    }

    private func change<Item: IntakeItem>(_ item: Item.Type, _ body: (inout Counts) -> Void) {
        state.withLock { state in
            if item is EvaluationEvent.Type { body(&state.evaluations) } else { body(&state.spans) }
        }
    }
}
