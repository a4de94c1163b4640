// SPDX-License-Identifier: Apache-2.0

/// Time since its making, by any clock.
struct Stopwatch: Sendable {
    private let elapsed: @Sendable () -> Duration

    init(_ clock: any Clock<Duration>) {
        elapsed = Self.start(clock)
    }

    func callAsFunction() -> Duration { elapsed() }

    private static func start<C: Clock>(_ clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
        let beginning = clock.now
        return { beginning.duration(to: clock.now) }
    }
}
