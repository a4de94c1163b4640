// SPDX-License-Identifier: Apache-2.0

/// Buckets of requests and tokens that fill at the rate of the limits, which is halved when the provider complains.
///
/// Additive increase, multiplicative decrease: the rate doubles back over about two and a half minutes without
/// complaints. A pure state machine: times are told to it, counted from any moment that stays the same.
public struct RateGate: Sendable {
    private struct Bucket {
        /// What is left; below zero after a call that took more than there was.
        var level: Double?

        /// Fills for a time; holds six seconds' worth, and enough for one call, so that spikes are smoothed.
        mutating func fill(perMinute: Double, for elapsed: Double, atLeast least: Double) {
            let capacity = max(least, perMinute / 10)
            level = min(capacity, (level ?? capacity) + perMinute / 60 * elapsed)
        }

        /// Seconds until the bucket holds so much, or is full.
        func wait(for amount: Double, perMinute: Double, atLeast least: Double) -> Double {
            let wanted = min(amount, max(least, perMinute / 10))
            return max(0, (wanted - (level ?? wanted)) / (perMinute / 60))
        }
    }

    private var requests = Bucket()
    private var tokens = Bucket()
    private var factor = 1.0
    private var filledAt: Duration?
    private var slowedAt: Duration?
    private var blockedUntil: Duration = .zero
    private var pause = RateGate.firstPause

    private static let lowestFactor = 1.0 / 16
    /// Calls that were under way together complain together: that counts once.
    private static let slowingInterval = Duration.seconds(10)
    private static let recoveryPerSecond = 1.0 / 300
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(60)
    private static let longestBlock = Duration.seconds(7 * 24 * 3600)

    /// A gate that no provider has complained about.
    public init() {}

    /// What the rate of the limits is multiplied by now, 1/16 to 1.
    public var currentFactor: Double { factor }

    /// What the rate will be multiplied by at this time.
    func factor(now: Duration) -> Double {
        min(1, factor + max(0, (now - (filledAt ?? now)).seconds) * Self.recoveryPerSecond)
    }

    /// How long the provider still wants to be left alone.
    func blocked(now: Duration) -> Duration { max(.zero, blockedUntil - now) }

    /// Waits no longer for the time that the provider gave.
    mutating func unblock() {
        blockedUntil = .zero
    }

    /// Takes one call's share and gives zero, or takes nothing and gives the time to wait.
    public mutating func admit(tokens amount: Int, limits: GateLimits, now: Duration) -> Duration {
        let elapsed = max(0, (now - (filledAt ?? now)).seconds)
        filledAt = max(now, filledAt ?? now)
        factor = min(1, factor + elapsed * Self.recoveryPerSecond)
        var wait = max(0, (blockedUntil - now).seconds)
        if let limit = limits.requestsPerMinute {
            let rate = Double(max(1, limit)) * factor
            requests.fill(perMinute: rate, for: elapsed, atLeast: 1)
            wait = max(wait, requests.wait(for: 1, perMinute: rate, atLeast: 1))
        }
        if let limit = limits.tokensPerMinute {
            let rate = Double(max(1, limit)) * factor
            tokens.fill(perMinute: rate, for: elapsed, atLeast: 1)
            wait = max(wait, tokens.wait(for: Double(max(0, amount)), perMinute: rate, atLeast: 1))
        }
        // Rounding must not make a caller come back a moment too early for ever.
        guard wait < 0.000_001 else { return .seconds(wait) }
        requests.level = requests.level.map { $0 - 1 }
        tokens.level = tokens.level.map { $0 - Double(max(0, amount)) }
        return .zero
    }

    /// Gives back what a call did not use, or takes what it used besides.
    public mutating func settle(reserved: Int, used: Int) {
        tokens.level = tokens.level.map { $0 + Double(reserved) - Double(used) }
    }

    /// The provider complained: nobody is let through for the time it says, or a growing one, and the rate is halved.
    public mutating func slowDown(retryAfter: Duration?, now: Duration) {
        let block = min(retryAfter ?? pause, Self.longestBlock)
        blockedUntil = max(blockedUntil, now + block)
        if let slowedAt, now - slowedAt < Self.slowingInterval { return }
        slowedAt = now
        factor = max(Self.lowestFactor, factor / 2)
        pause = min(pause * 2, Self.longestPause)
    }

    /// The provider answered: the next complaint without a time to wait is met with a short one again.
    public mutating func succeeded() {
        pause = Self.firstPause
    }
}

extension Duration {
    /// Seconds with their fraction.
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
