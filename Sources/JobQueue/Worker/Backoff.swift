// SPDX-License-Identifier: Apache-2.0

/// Exponential backoff with full jitter: the n-th wait is drawn evenly from zero to `base · 2^(n−1)`, capped.
public struct Backoff: Sendable, Hashable {
    /// The ceiling of the first wait.
    public var base: Duration
    /// The ceiling of all waits.
    public var cap: Duration

    /// Creates a backoff.
    public init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// A wait before try number `attempt` + 1; `attempt` counts from 1.
    public func delay(attempt: Int) -> Duration {
        let ceiling = min(cap, base * (1 << min(max(attempt, 1) - 1, 20)))
        return ceiling * Double.random(in: 0...1)
    }
}
