// SPDX-License-Identifier: Apache-2.0

/// Stops asking a provider that keeps failing, and tries again with one call after a while.
///
/// A pure state machine: times are told to it, counted from any moment that stays the same.
public struct CircuitBreaker: Sendable {
    /// Whether calls are let through.
    public enum State: Sendable, Hashable {
        /// They are.
        case pass
        /// They are not, for this long, because of failures of this class.
        case refuse(ErrorClass, for: Duration)
    }

    /// Failures in a row that have not opened the circuit yet.
    public private(set) var failures = 0
    /// Why and until when calls are refused; what comes first after that is a probe.
    private var opening: (reason: ErrorClass, until: Duration)?
    private var probeStartedAt: Duration?
    private var openings = 0

    private static let failuresToOpen = 5
    private static let firstOpening = Duration.seconds(30)
    private static let longestOpening = Duration.seconds(300)
    private static let longestWait = Duration.seconds(7 * 24 * 3600)
    /// A probe that nobody hears of again is followed by another.
    private static let longestProbe = Duration.seconds(300)
    private static let waitForProbe = Duration.seconds(5)

    /// A closed breaker.
    public init() {}

    /// Whether a call may be made now.
    public func state(now: Duration) -> State {
        guard let opening else { return .pass }
        if now < opening.until { return .refuse(opening.reason, for: opening.until - now) }
        guard let probeStartedAt, now - probeStartedAt < Self.longestProbe else { return .pass }
        return .refuse(opening.reason, for: Self.waitForProbe)
    }

    /// A call is made, as ``state(now:)`` allowed.
    public mutating func admitted(now: Duration) {
        if opening != nil { probeStartedAt = now }
    }

    /// How a call has ended.
    public mutating func record(_ outcome: GateOutcome, now: Duration) {
        guard let errorClass = outcome.errorClass else { return close() }
        switch errorClass.policy.breaker {
        case .opens:
            open(errorClass, now, for: outcome.retryAfter)
        case .counts:
            failures += 1
            if opening != nil || failures >= Self.failuresToOpen { open(errorClass, now, for: outcome.retryAfter) }
        case .slows, .proves:
            close()
        case .ignores:
            // A probe that was cancelled has told nothing; the next call is the probe.
            probeStartedAt = nil
        }
    }

    private mutating func close() {
        self = CircuitBreaker()
    }

    /// Calls that were let through before are no reason to stay open for longer.
    private mutating func open(_ reason: ErrorClass, _ now: Duration, for wait: Duration?) {
        if let opening, now < opening.until, wait == nil { return }
        let usual = min(Self.firstOpening * (1 << min(openings, 8)), Self.longestOpening)
        opening = (reason, now + max(min(wait ?? usual, Self.longestWait), .seconds(1)))
        probeStartedAt = nil
        openings += 1
        failures = 0
    }
}
