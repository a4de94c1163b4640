// SPDX-License-Identifier: Apache-2.0

public import ServiceLifecycle
import Synchronization

/// Queues chunks and sends them in the background: every interval, earlier when much is queued, and at shutdown.
///
/// The queue is bounded; what does not fit is dropped and counted. Run it as a service that stops after all that traces.
public final class TraceWriter: TraceReceiver, Service {
    private let exporter: any TraceExporter
    private let limits: TracingLimits
    private let statistics: TracingStatistics
    private let state = Mutex(State())

    private struct State {
        var queue = TraceQueue()
        /// The newest sending; sendings wait for each other.
        var sending: Task<Void, Never>?
        var nap: Task<Void, Never>?
        var isFlushRequested = false

        /// Gives the nap to be ended; without one, the next ends at once.
        mutating func wakeUp() -> Task<Void, Never>? {
            if nap == nil { isFlushRequested = true }
            return nap
        }
    }

    /// A writer in front of this exporter; it sends nothing until it runs or is flushed.
    public init(exporter: any TraceExporter, limits: TracingLimits, statistics: TracingStatistics) {
        self.exporter = exporter
        self.limits = limits
        self.statistics = statistics
    }

    /// Queues a chunk, or drops and counts it if the queue is full.
    public func receive(_ chunk: TraceChunk) {
        let (isQueued, nap) = state.withLock { state -> (Bool, Task<Void, Never>?) in
            let isQueued = state.queue.append(chunk, limits: limits)
            return (isQueued, state.queue.heldBytes >= limits.eagerFlushBytes ? state.wakeUp() : nil)
        }
        nap?.cancel()
        if !isQueued { statistics.dropped(.queueFull, [chunk]) }
    }

    /// Sends soon, if the service runs.
    public func requestFlush() {
        state.withLock { $0.wakeUp() }?.cancel()
    }

    /// Sends what was queued before this call, and comes back when that is done or given up.
    public func flush() async {
        await startSending().value
    }

    /// Sends until the service is stopped; then what is under way, and a last sending, have the shutdown timeout each.
    public func run() async throws {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            await pause()
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { break }
            await sendUntilStopped()
        }
        let sending = startSending()
        let deadline = cancel(sending, after: limits.shutdownTimeout)
        await sending.value
        deadline.cancel()
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

    private func startSending() -> Task<Void, Never> {
        state.withLock { state in
            let previous = state.sending
            let sending = Task {
                await withTaskCancellationHandler {
                    await previous?.value
                } onCancel: {
                    previous?.cancel()
                }
                await self.sendAll()
            }
            state.sending = sending
            return sending
        }
    }

    private func sendAll() async {
        let chunks = state.withLock { $0.queue.take() }
        guard !chunks.isEmpty else { return }
        await exporter.export(chunks, statistics: statistics)
        state.withLock { $0.queue.release(chunks) }
    }

    /// Sleeps for the interval, or until woken.
    private func pause() async {
        let nap = Task { [limits] in _ = try? await Task.sleep(for: limits.flushInterval) }
        let isAwake = state.withLock { state in
            state.nap = nap
            defer { state.isFlushRequested = false }
            return state.isFlushRequested
        }
        if isAwake { nap.cancel() }
        await withTaskCancellationOrGracefulShutdownHandler {
            await nap.value
        } onCancelOrGracefulShutdown: {
            nap.cancel()
        }
        state.withLock { $0.nap = nil }
    }
}
