// SPDX-License-Identifier: Apache-2.0

/// Whether requests get through, and when somebody was told that they do not.
struct IntakeHealth: Sendable {
    /// Whether the last request did not get through.
    private(set) var isFailing = false
    private var isTold = false
    private var lastWarning: ContinuousClock.Instant?
    /// Not before then is it tried again, unless somebody asks.
    private(set) var nextTry: ContinuousClock.Instant?

    /// What is to be told.
    enum News { case warning, notice }

    private static let pauseAfterFailure = Duration.seconds(5)
    /// Where requests fail and succeed in turn, nobody wants to read of each.
    private static let pauseBetweenWarnings = Duration.seconds(60)

    mutating func failed(at now: ContinuousClock.Instant) -> News? {
        isFailing = true
        nextTry = now + Self.pauseAfterFailure
        guard !isTold, lastWarning.map({ now - $0 >= Self.pauseBetweenWarnings }) ?? true else { return nil }
        isTold = true
        lastWarning = now
        return .warning
    }

    mutating func succeeded() -> News? {
        isFailing = false
        nextTry = nil
        defer { isTold = false }
        return isTold ? .notice : nil
    }
}
