// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counters of one tracer and what stands behind it.
public final class TracingStatistics: Sendable {
    private struct State {
        var snapshot = Snapshot()
        var keepRate = KeepRate()
    }

    private let state = Mutex(State())
    private let currentKeepRate = Atomic<Double>(1)

    /// All zero.
    public init() {}

    /// The counts so far.
    public var snapshot: Snapshot { state.withLock { $0.snapshot } }

    /// The share of chunks that were not lost lately, from 0 to 1, for `_dd.tracer_kr`.
    ///
    /// A moving average over the writer's last ten sendings; 1 before the first. Reading it takes no lock.
    public var keepRate: Double { currentKeepRate.load(ordering: .relaxed) }

    func accepted(_ chunk: TraceChunk) {
        state.withLock { state in
            state.snapshot.acceptedChunks += 1
            state.snapshot.acceptedSpans += chunk.count
        }
    }

    func dropped(_ reason: TraceDropReason, chunks: Int = 0, spans: Int = 0, bytes: Int = 0) {
        state.withLock { state in
            if chunks > 0 { state.snapshot.droppedChunks[reason, default: 0] += chunks }
            if spans > 0 { state.snapshot.droppedSpans[reason, default: 0] += spans }
            if bytes > 0 { state.snapshot.droppedBytes[reason, default: 0] += bytes }
        }
    }

    func dropped(_ reason: TraceDropReason, _ chunks: some Collection<TraceChunk>) {
        let spans = chunks.reduce(0) { $0 + $1.count }
        dropped(reason, chunks: chunks.count, spans: spans, bytes: chunks.estimatedSize)
    }

    func dropped(tags: Int) {
        state.withLock { $0.snapshot.droppedTags += tags }
    }

    func dropped(extras: Int) {
        guard extras > 0 else { return }
        state.withLock { $0.snapshot.droppedExtras += extras }
    }

    func dropped(baggageItems: Int) {
        guard baggageItems > 0 else { return }
        state.withLock { $0.snapshot.droppedBaggageItems += baggageItems }
    }

    func dropped(statsBuckets: Int) {
        guard statsBuckets > 0 else { return }
        state.withLock { $0.snapshot.droppedStatsBuckets += statsBuckets }
    }

    /// Counts spans that went into the statistics without their key.
    func counted(overflow: Int) {
        guard overflow > 0 else { return }
        state.withLock { $0.snapshot.statsOverflowSpans += overflow }
    }

    func sent(_ chunks: some Collection<TraceChunk>, bytes: Int = 0) {
        let spans = chunks.reduce(0) { $0 + $1.count }
        state.withLock { state in
            state.snapshot.sentChunks += chunks.count
            state.snapshot.sentSpans += spans
            state.snapshot.sentBytes += bytes
        }
    }

    /// Counts a request; `failure` names what went wrong with it.
    func requested(failure: String? = nil) {
        state.withLock { state in
            state.snapshot.requests += 1
            if let failure { state.snapshot.requestFailures[failure, default: 0] += 1 }
        }
    }

    /// Ends an interval of the keep rate: called by the writer after each sending.
    func updateKeepRate() {
        let rate = state.withLock { state in
            let dropped = state.snapshot.droppedChunks
            let turnedAway = dropped[.queueFull, default: 0] + dropped[.tooManyOpenTraces, default: 0]
            let wanted = dropped[.discardedByRule, default: 0] + dropped[.sampledOut, default: 0]
            state.keepRate.endInterval(
                offered: state.snapshot.acceptedChunks + turnedAway,
                dropped: state.snapshot.allDroppedChunks - wanted
            )
            return state.keepRate.value
        }
        currentKeepRate.store(rate, ordering: .relaxed)
    }
}
