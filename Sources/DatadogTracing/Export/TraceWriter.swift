// SPDX-License-Identifier: Apache-2.0

public import ServiceLifecycle
import Synchronization

/// Queues chunks and sends them in the background: every interval, earlier when much is queued, and at shutdown.
///
/// The queue is bounded; what does not fit is dropped and counted. While the receiver cannot be reached, chunks stay in
/// the queue, and the writer tries again after one second and then ever more seldom, up to every ten seconds.
/// Run it as a service that stops after all that traces.
public final class TraceWriter: TraceReceiver, Service {
    private let exporter: any TraceExporter
    private let limits: TracingLimits
    private let statistics: TracingStatistics
    private let state = Mutex(State())
    private let nap = Nap()

    private struct State {
        var queue = TraceQueue()
        /// The newest sending; sendings wait for each other.
        var sending: Task<Void, Never>?
        /// The newest one while it waits for the one before.
        var waiting: Task<Void, Never>?
        /// Sendings in a row that left chunks unsent.
        var failures = 0
    }

    /// A writer in front of this exporter; it sends nothing until it runs or is flushed.
    public init(exporter: any TraceExporter, limits: TracingLimits, statistics: TracingStatistics) {
        self.exporter = exporter
        self.limits = limits
        self.statistics = statistics
    }

    /// Queues a chunk, or drops and counts it if the queue is full.
    public func receive(_ chunk: TraceChunk) {
        guard let chunk = exporter.admit(chunk, statistics: statistics) else { return }
        let (isQueued, isUrgent) = state.withLock { state -> (Bool, Bool) in
            let isQueued = state.queue.append(chunk, limits: limits)
            // Hurry does not help while the receiver is away.
            return (isQueued, isQueued && state.failures == 0 && state.queue.freshBytes >= limits.eagerFlushBytes)
        }
        if isUrgent { nap.wake() }
        if isQueued { statistics.accepted(chunk) } else { statistics.dropped(.queueFull, [chunk]) }
    }

    /// Sends soon, if the service runs.
    public func requestFlush() {
        nap.wake()
    }

    /// Sends what was queued before this call, and comes back when that is done, given up or put back.
    ///
    /// It comes back sooner when the time is over or the calling task is cancelled; the sending goes on.
    public func flush(timeout: Duration = .seconds(10)) async {
        await startSending().wait(atMost: timeout)
    }

    /// Sends the statistics of the spans so far, and comes back when that is done or given up.
    ///
    /// They are made only with `DD_TRACE_STATS_COMPUTATION_ENABLED`, and sent every ten seconds and at the end anyway.
    public func flushStats() async {
        await exporter.flushStats(statistics: statistics)
    }

    /// Sends until the service is stopped; then what is under way, and a last sending, have the shutdown timeout each.
    ///
    /// What cannot be sent even then is dropped and counted.
    public func run() async throws {
        let maintenance = Task { await exporter.maintain(statistics: statistics) }
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            await pause()
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { break }
            await sendUntilStopped()
        }
        maintenance.cancel()
        await maintenance.value
        let sending = startSending(isLast: true)
        let deadline = cancel(sending, after: limits.shutdownTimeout)
        await sending.value
        deadline.cancel()
        dropAll()
    }

    /// Sends what is queued; from the moment the service is stopped only for as long as shutdown may take.
    private func sendUntilStopped() async {
        let sending = startSending()
        await withTaskCancellationOrGracefulShutdownHandler {
            await sending.value
        } onCancelOrGracefulShutdown: { [limits] in
            self.cancel(sending, after: limits.shutdownTimeout)
        }
    }

    @discardableResult
    private func cancel(_ sending: Task<Void, Never>, after limit: Duration) -> Task<Void, Never> {
        // A task of its own: the sending has to outlive the cancellation of the service.
        Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            sending.cancel()
        }
    }

    /// A sending of all that is queued now: the one that waits for its turn, or a new one.
    private func startSending(isLast: Bool = false) -> Task<Void, Never> {
        state.withLock { state in
            if !isLast, let waiting = state.waiting { return waiting }
            let previous = state.sending
            let sending = Task {
                await withTaskCancellationHandler {
                    await previous?.value
                } onCancel: {
                    previous?.cancel()
                }
                if !isLast { self.state.withLock { $0.waiting = nil } }
                await self.sendAll()
                if isLast { await self.flushStats() }
            }
            state.sending = sending
            if !isLast { state.waiting = sending }
            return sending
        }
    }

    private func sendAll() async {
        let taken = state.withLock { $0.queue.take() }
        let chunks = taken.returned + taken.waiting
        var unsent: [TraceChunk] = []
        if !chunks.isEmpty {
            unsent = await exporter.export(chunks, statistics: statistics)
            let bytes = chunks.estimatedSize - unsent.estimatedSize
            state.withLock { [unsent] in
                $0.queue.release(chunks: chunks.count - unsent.count, bytes: bytes, returning: unsent)
                $0.failures = unsent.isEmpty ? 0 : $0.failures + 1
            }
        }
        statistics.updateKeepRate()
    }

    private func dropAll() {
        let taken = state.withLock { $0.queue.take() }
        let chunks = taken.returned + taken.waiting
        guard !chunks.isEmpty else { return }
        let bytes = chunks.estimatedSize
        state.withLock { $0.queue.release(chunks: chunks.count, bytes: bytes, returning: []) }
        statistics.dropped(.sendFailed, chunks)
    }

    /// Sleeps for the interval, or until woken.
    private func pause() async {
        let failures = state.withLock { $0.failures }
        let pause = failures == 0 ? limits.flushInterval : Self.pause(after: failures, limits)
        await withTaskCancellationOrGracefulShutdownHandler {
            await nap.wait(for: pause)
        } onCancelOrGracefulShutdown: {
            self.nap.wake()
        }
    }

    /// Doubles with each failure from the interval on, up to ten seconds, and differs from process to process.
    private static func pause(after failures: Int, _ limits: TracingLimits) -> Duration {
        let longest = max(limits.flushInterval, .seconds(10))
        let planned = limits.flushInterval * (1 << min(failures - 1, 10))
        return min(planned, longest) * Double.random(in: 0.75...1.25)
    }
}

extension Collection<TraceChunk> {
    /// Of all chunks together.
    var estimatedSize: Int { reduce(0) { $0 + $1.estimatedSize } }
}
