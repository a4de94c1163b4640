// SPDX-License-Identifier: Apache-2.0

import Metrics

/// Something to be read before a sending.
struct MetricObserver {
    private let interval: Duration
    private let read: @Sendable (any MetricsFactory) -> Void
    private var due: ContinuousClock.Instant?

    init(interval: Duration, read: @escaping @Sendable (any MetricsFactory) -> Void) {
        self.interval = interval
        self.read = read
    }

    /// What to call, if it is time.
    mutating func takeIfDue(at now: ContinuousClock.Instant) -> (@Sendable (any MetricsFactory) -> Void)? {
        if let due, now < due { return nil }
        due = now + interval
        return read
    }
}
