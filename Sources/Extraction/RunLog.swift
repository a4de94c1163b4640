// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Synchronization

/// What one run has done so far: its calls and its time. It survives a failure at any stage.
final class RunLog: Sendable {
    private struct State {
        var attempts: [ExtractionAttempt] = []
        var timings: [ExtractionStage: Duration] = [:]
    }

    private let state = Mutex(State())
    private let entering: @Sendable (ExtractionStage) -> Void

    init(entering: @escaping @Sendable (ExtractionStage) -> Void = { _ in }) { self.entering = entering }

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
