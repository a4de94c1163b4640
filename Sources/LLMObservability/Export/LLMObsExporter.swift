// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import Logging
import ServiceLifecycle

/// Sends span events and evaluations in the background.
final class LLMObsExporter: Sendable {
    let statistics: LLMObsStatistics
    private let spans: IntakeStream<SpanEvent>
    private let evaluations: IntakeStream<EvaluationEvent>
    private let limits: LLMObsLimits
    private let nap = Nap()

    private static let pauseAfterFailure = Duration.seconds(5)

    init(intake: LLMObsIntake, limits: LLMObsLimits, logger: Logger) {
        let statistics = LLMObsStatistics()
        self.statistics = statistics
        self.limits = limits
        spans = IntakeStream(intake: intake, limits: limits, statistics: statistics, logger: logger)
        evaluations = IntakeStream(intake: intake, limits: limits, statistics: statistics, logger: logger)
    }

    func enqueue(_ event: SpanEvent) {
        if spans.append(event) { nap.wake() }
    }

    func enqueue(_ event: EvaluationEvent) {
        if evaluations.append(event) { nap.wake() }
    }

    /// Sends what was queued before this call, and comes back when that is done, given up or put back.
    func flush() async {
        let spans = spans.startSending()
        let evaluations = evaluations.startSending()
        await spans.value
        await evaluations.value
    }

    /// Sends until stopped; then a last sending has the shutdown timeout.
    func run() async {
        while !isStopping {
            await pause()
            guard !isStopping else { break }
            await sendUntilStopped()
        }
        await finish()
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    /// Waits for the interval, or for longer while nothing gets through.
    private func pause() async {
        let isFailing = spans.isFailing || evaluations.isFailing
        let pause = isFailing ? max(limits.flushInterval, Self.pauseAfterFailure) : limits.flushInterval
        await withTaskCancellationOrGracefulShutdownHandler {
            await nap.wait(for: pause)
        } onCancelOrGracefulShutdown: {
            self.nap.wake()
        }
    }

    /// Sends what is queued; from the moment of stopping only for as long as shutdown may take.
    private func sendUntilStopped() async {
        let sendings = [spans.startSending(), evaluations.startSending()]
        await withTaskCancellationOrGracefulShutdownHandler {
            for sending in sendings { await sending.value }
        } onCancelOrGracefulShutdown: { [limits] in
            Self.cancel(sendings, after: limits.shutdownTimeout)
        }
    }

    private func finish() async {
        let sendings = [spans.startSending(), evaluations.startSending()]
        let deadline = Self.cancel(sendings, after: limits.shutdownTimeout)
        for sending in sendings { await sending.value }
        deadline.cancel()
        spans.dropAll()
        evaluations.dropAll()
    }

    @discardableResult
    private static func cancel(_ sendings: [Task<Void, Never>], after limit: Duration) -> Task<Void, Never> {
        // A task of its own: the sending has to outlive the cancellation of the service.
        Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            for sending in sendings { sending.cancel() }
        }
    }
}
