// SPDX-License-Identifier: Apache-2.0

/// How often and when a request that may succeed later is made again.
struct RetryPolicy: Sendable {
    /// Waits before the second, third … try.
    var delays: [Duration] = [100, 200, 400, 800, 1600].map { .milliseconds($0) }
    /// The agent's `Retry-After` counts up to here.
    var maximumRetryAfter = Duration.seconds(10)
    /// From the first try to the beginning of the last.
    var budget = Duration.seconds(30)

    /// The wait before the next try, or nil if there is none.
    ///
    /// - Parameters:
    ///   - tries: how many there were.
    ///   - elapsed: since the first began.
    ///   - retryAfter: what the agent asks for.
    ///   - jitter: from 0 to 1, by which many processes come apart.
    func delay(afterTries tries: Int, elapsed: Duration, retryAfter: Duration?, jitter: Double) -> Duration? {
        guard (1...delays.count).contains(tries) else { return nil }
        let planned = delays[tries - 1] * (0.5 + jitter)
        let wait = max(planned, min(retryAfter ?? .zero, maximumRetryAfter))
        return elapsed + wait <= budget ? wait : nil
    }
}
