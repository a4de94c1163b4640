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
    private let allowsHedge: Bool
    private let elapsed: Stopwatch

    /// What comes after a call still has to be done, and told, before the run is stopped.
    private static let timeAfterCalls = Duration.milliseconds(100)
    /// A call with less time would be paid for and not be heard.
    private static let shortestCall = Duration.milliseconds(500)

    init(
        clock: any Clock<Duration>,
        timeLimit: Duration? = nil,
        allowsHedge: Bool = false,
        entering: @escaping @Sendable (ExtractionStage) -> Void = { _ in }
    ) {
        self.timeLimit = timeLimit
        self.allowsHedge = allowsHedge
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

    /// Whether a late answer may be asked for a second time: once, and while there is no answer to fall back on.
    var mayHedge: Bool { allowsHedge && !attempts.contains { $0.isHedge || $0.hasAnswer } }

    var attempts: [ExtractionAttempt] { state.withLock { $0.attempts } }

    var timings: [ExtractionStage: Duration] { state.withLock { $0.timings } }

    var usage: TokenUsage { attempts.usage }

    /// Adds a call that has ended and gives it its number.
    @discardableResult
    func append(_ attempt: ExtractionAttempt) -> Int {
        state.withLock { state in
            var attempt = attempt
            attempt.number = state.attempts.count + 1
            state.attempts.append(attempt)
            return attempt.number
        }
    }

    /// Marks a call as failed by what came after it: its answer could not be used.
    func mark(_ call: Int, _ error: ExtractionError) {
        state.withLock { state in
            guard state.attempts.indices.contains(call - 1) else { return }
            state.attempts[call - 1].errorClass = error.errorClass
            state.attempts[call - 1].message = error.message
            state.attempts[call - 1].stage = error.stage
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
