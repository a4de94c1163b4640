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
        spans.append(event)
    }

    func enqueue(_ event: EvaluationEvent) {
        evaluations.append(event)
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
        async let spans: Void = run(spans)
        async let evaluations: Void = run(evaluations)
        _ = await (spans, evaluations)
        tellLost()
    }

    /// Each kind by itself: an intake that stalls holds up no other.
    private func run(_ stream: IntakeStream<some IntakeItem>) async {
        while !isStopping {
            await pause(stream)
            guard !isStopping else { break }
            await sendUntilStopped(stream)
        }
        await finish(stream)
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private static let shortestInterval = Duration.milliseconds(10)

    private func pause(_ stream: IntakeStream<some IntakeItem>) async {
        await withTaskCancellationOrGracefulShutdownHandler {
            await stream.nap.wait(for: max(limits.flushInterval, Self.shortestInterval))
        } onCancelOrGracefulShutdown: {
            stream.nap.wake()
        }
    }

    /// Sends what is due; from the moment of stopping only for as long as shutdown may take.
    private func sendUntilStopped(_ stream: IntakeStream<some IntakeItem>) async {
        guard let sending = stream.startDueSending() else { return }
        await withTaskCancellationOrGracefulShutdownHandler {
            await sending.value
        } onCancelOrGracefulShutdown: {
            self.cancelAtDeadline(sending)
        }
    }

    private func finish(_ stream: IntakeStream<some IntakeItem>) async {
        let sending = stream.startSending()
        let deadline = cancelAtDeadline(sending)
        await sending.value
        deadline.cancel()
        stream.dropAll()
    }

    @discardableResult
    private func cancelAtDeadline(_ sending: Task<Void, Never>) -> Task<Void, Never> {
        let end = deadline.withLock { deadline in
            let end = deadline ?? .now + limits.shutdownTimeout
            deadline = end
            return end
        }
        // A task of its own: the sending has to outlive the cancellation of the service.
        return Task {
            guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
            sending.cancel()
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
