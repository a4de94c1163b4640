// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A clock whose sleeps end at once, move the time and are kept. Those of one length may be held until they are released.
final class RecordingClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private struct State {
        var now = ContinuousClock.now
        var sleeps: [Duration] = []
        var held: Duration?
    }

    private let releases = AsyncStream.makeStream(of: Void.self)

    private let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Has sleeps of this length wait.
    func hold(_ duration: Duration) { state.withLock { $0.held = duration } }

    /// Lets one held sleep end, now or as soon as it has begun.
    func release() { releases.continuation.yield() }

    func advance(_ duration: Duration) { state.withLock { $0.now += duration } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        let isHeld = state.withLock { state in
            let duration = state.now.duration(to: deadline)
            state.sleeps.append(duration)
            return duration == state.held
        }
        if isHeld { for await _ in releases.stream { break } }
        try Task.checkCancellation()
        state.withLock { $0.now = max($0.now, deadline) }
    }
}
