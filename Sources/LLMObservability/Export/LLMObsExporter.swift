// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import Logging
import ServiceLifecycle
import Synchronization

/// Sends span events and evaluations in the background.
final class LLMObsExporter: Sendable {
    let statistics: LLMObsStatistics
    private let spans: IntakeStream<SpanEvent>
    private let evaluations: IntakeStream<EvaluationEvent>
    private let limits: LLMObsLimits
    private let logger: Logger
    private let nap = Nap()
    private let heldBytes = Atomic<Int>(0)
    /// Set when the service is stopped.
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)

    init(intake: LLMObsIntake, limits: LLMObsLimits, logger: Logger) {
        let statistics = LLMObsStatistics()
        self.statistics = statistics
        self.limits = limits
        self.logger = logger
        spans = IntakeStream(intake: intake, limits: limits, statistics: statistics, logger: logger)
        evaluations = IntakeStream(intake: intake, limits: limits, statistics: statistics, logger: logger)
    }

    func enqueue(_ event: SpanEvent) {
        if spans.append(event) { nap.wake() }
    }

    func enqueue(_ event: EvaluationEvent) {
        if evaluations.append(event) { nap.wake() }
    }

    /// Whether there is room for an event that waits elsewhere, until ``release(_:)``.
    func hold(_ event: SpanEvent) -> Bool {
        let held = heldBytes.wrappingAdd(event.estimatedSize, ordering: .relaxed).newValue
        guard held > limits.maximumQueuedBytes else { return true }
        release(event)
        return false
    }

    func release(_ event: SpanEvent) {
        heldBytes.wrappingSubtract(event.estimatedSize, ordering: .relaxed)
    }

    /// Sends what was queued before this call, and comes back when that is done, given up or put back, when the time is
    /// over, or when the calling task is cancelled; then the sending goes on.
    func flush(timeout: Duration) async {
        async let spans: Void = spans.startSending().wait(atMost: timeout)
        async let evaluations: Void = evaluations.startSending().wait(atMost: timeout)
        _ = await (spans, evaluations)
    }

    /// Sends until stopped; what is under way then, and a last sending, have the shutdown timeout together.
    func run() async {
        deadline.withLock { $0 = nil }
        while !isStopping {
            await pause()
            guard !isStopping else { break }
            await sendUntilStopped()
        }
        await finish()
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private static let shortestInterval = Duration.milliseconds(10)

    private func pause() async {
        await withTaskCancellationOrGracefulShutdownHandler {
            await nap.wait(for: max(limits.flushInterval, Self.shortestInterval))
        } onCancelOrGracefulShutdown: {
            self.nap.wake()
        }
    }

    /// Sends what is due; from the moment of stopping only for as long as shutdown may take.
    private func sendUntilStopped() async {
        let sendings = [spans.startDueSending(), evaluations.startDueSending()].compactMap { $0 }
        await withTaskCancellationOrGracefulShutdownHandler {
            for sending in sendings { await sending.value }
        } onCancelOrGracefulShutdown: {
            self.cancelAtDeadline(sendings)
        }
    }

    private func finish() async {
        let sendings = [spans.startSending(), evaluations.startSending()]
        let deadline = cancelAtDeadline(sendings)
        for sending in sendings { await sending.value }
        deadline.cancel()
        spans.dropAll()
        evaluations.dropAll()
        tellLost()
    }

    @discardableResult
    private func cancelAtDeadline(_ sendings: [Task<Void, Never>]) -> Task<Void, Never> {
        let end = deadline.withLock { deadline in
            let end = deadline ?? .now + limits.shutdownTimeout
            deadline = end
            return end
        }
        // A task of its own: the sending has to outlive the cancellation of the service.
        return Task {
            guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
            for sending in sendings { sending.cancel() }
        }
    }

    /// The last words: nobody else says what was lost in the end.
    private func tellLost() {
        let counts = statistics.snapshot
        let lost = (counts.spans.dropped[.shutdown] ?? 0, counts.evaluations.dropped[.shutdown] ?? 0)
        guard lost != (0, 0) else { return }
        logger.warning(
            "LLM Observability events were lost, since they could not be sent before the end",
            metadata: ["llmobs.spans": "\(lost.0)", "llmobs.evaluations": "\(lost.1)"]
        )
    }
}
