// SPDX-License-Identifier: Apache-2.0

/// A clock whose sleeps end at once; its time is the real one.
struct ImpatientClock: Clock {
    typealias Instant = ContinuousClock.Instant

    var now: Instant { .now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
    }
}
