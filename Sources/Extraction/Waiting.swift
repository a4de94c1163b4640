// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// How the pipeline waits: with which clock, and how much chance is in it.
struct Waiting: Sendable {
    let clock: any Clock<Duration>
    /// Picks a wait between zero and the bound.
    let jittered: @Sendable (Duration) -> Duration

    /// Sleeps; a cancelled run is told as a stopping worker.
    func sleep(_ duration: Duration, stage: ExtractionStage) async throws(ExtractionError) {
        do {
            try await clock.sleep(for: duration)
        } catch {
            throw ExtractionError(.workerShutdown, "the run was cancelled while waiting", stage: stage)
        }
    }

    /// Any share of the bound, all equally likely: many workers that failed together do not return together.
    static let fullJitter: @Sendable (Duration) -> Duration = { $0 * Double.random(in: 0...1) }
}
