// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Synchronization

/// What one run has done so far, its calls and its time, and how much time it has left. It survives a failure at any
/// stage.
final class RunLog: Sendable {
    private struct State {
        var attempts: [ExtractionAttempt] = []
        var timings: [ExtractionStage: Duration] = [:]
    }

    private let state = Mutex(State())
    private let entering: @Sendable (ExtractionStage) -> Void
    private let timeLimit: Duration?
    private let elapsed: Stopwatch

    /// What comes after a call still has to be done, and told, before the run is stopped.
    private static let timeAfterCalls = Duration.milliseconds(100)
    /// A call with less time would be paid for and not be heard.
    private static let shortestCall = Duration.milliseconds(500)

    init(
        clock: any Clock<Duration>,
        timeLimit: Duration? = nil,
        entering: @escaping @Sendable (ExtractionStage) -> Void = { _ in }
    ) {
        self.timeLimit = timeLimit
        self.entering = entering
        elapsed = Stopwatch(clock)
    }

    /// The time that calls of models have; nil for any.
    private var timeForCalls: Duration? { timeLimit.map { $0 - elapsed() - Self.timeAfterCalls } }

    /// When a call that begins now has to be over; nil for no such time.
    var deadline: ContinuousClock.Instant? { timeForCalls.map { .now + $0 } }

    /// Whether a call of a model may begin after so long.
    func hasTimeForCall(after wait: Duration = .zero) -> Bool {
        timeForCalls.map { $0 >= wait + Self.shortestCall } ?? true
    }

    var attempts: [ExtractionAttempt] { state.withLock { $0.attempts } }

    var timings: [ExtractionStage: Duration] { state.withLock { $0.timings } }

    var usage: TokenUsage { attempts.usage }

    /// Adds a call and gives it its number.
    func append(_ attempt: ExtractionAttempt) {
        state.withLock { state in
            var attempt = attempt
            attempt.number = state.attempts.count + 1
            state.attempts.append(attempt)
        }
    }

    /// Marks the last call as failed by what came after it: its answer could not be used.
    func markLast(_ error: ExtractionError) {
        state.withLock { state in
            guard let last = state.attempts.indices.last else { return }
            state.attempts[last].errorClass = error.errorClass
            state.attempts[last].message = error.message
            state.attempts[last].stage = error.stage
        }
    }

    /// Runs a stage and adds its time, also when it fails.
    func measure<Value>(
        _ stage: ExtractionStage,
        _ clock: any Clock<Duration>,
        _ body: nonisolated(nonsending) () async throws(ExtractionError) -> Value
    ) async throws(ExtractionError) -> Value {
        entering(stage)
        let elapsed = Stopwatch(clock)
        defer { state.withLock { $0.timings[stage, default: .zero] += elapsed() } }
        return try await body()
    }
}
