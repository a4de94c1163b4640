// SPDX-License-Identifier: Apache-2.0

/// How often and how patiently one model is asked again.
public struct RetryConfiguration: Sendable, Hashable {
    /// Further calls after the first, at most; an error class may allow fewer. Default 3.
    public var maximumRetries: Int
    /// The longest wait that is slept; a longer one goes to the next model or back to the queue. Default 20 s.
    public var patience: Duration
    /// The bound of the first wait; each further bound doubles. Default 1 s.
    public var firstWait: Duration

    /// Makes a configuration.
    public init(maximumRetries: Int = 3, patience: Duration = .seconds(20), firstWait: Duration = .seconds(1)) {
        self.maximumRetries = maximumRetries
        self.patience = patience
        self.firstWait = firstWait
    }

    /// The most that is waited after the n-th call (from 1), before jitter.
    func bound(afterAttempt number: Int) -> Duration {
        firstWait * (1 << min(number - 1, 16))
    }
}
