// SPDX-License-Identifier: Apache-2.0

/// Lets so many through each second, and knows which share of them all that was: a token bucket that holds one second's
/// worth.
struct RateLimiter {
    /// Per second; nil lets all through.
    private let limit: Double?
    private var tokens: Double
    private var refilledAt: ContinuousClock.Instant
    private var window: Window?
    private var previousShare: Double?

    private struct Window {
        let start: ContinuousClock.Instant
        var total = 0
        var allowed = 0

        var share: Double { total == 0 ? 1 : Double(allowed) / Double(total) }
    }

    private static let windowLength = Duration.seconds(1)

    init(limit: Double?, now: ContinuousClock.Instant) {
        self.limit = limit
        tokens = limit ?? 0
        refilledAt = now
    }

    /// Whether one more may pass at this moment; counts it either way.
    mutating func allows(at now: ContinuousClock.Instant) -> Bool {
        let isAllowed = takeToken(at: now)
        count(isAllowed, at: now)
        return isAllowed
    }

    /// The share that was let through: the mean of this second and the one before, if there was one.
    var effectiveRate: Double {
        let share = window?.share ?? 1
        return previousShare.map { (share + $0) / 2 } ?? share
    }

    private mutating func takeToken(at now: ContinuousClock.Instant) -> Bool {
        guard let limit else { return true }
        // Below one per second the bucket still has to hold a whole token.
        tokens = min(max(limit, 1), tokens + max(0, (now - refilledAt) / Self.windowLength) * limit)
        refilledAt = max(refilledAt, now)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    private mutating func count(_ isAllowed: Bool, at now: ContinuousClock.Instant) {
        var current = window ?? Window(start: now)
        if now - current.start >= Self.windowLength {
            previousShare = current.share
            current = Window(start: now)
        }
        current.total += 1
        if isAllowed { current.allowed += 1 }
        window = current
    }
}
