// SPDX-License-Identifier: Apache-2.0

/// The pauses between attempts to connect: random between nothing and a bound that doubles.
///
/// Full jitter keeps many processes from coming back to a restarted server in step.
struct ReconnectBackoff {
    static let firstBound = Duration.milliseconds(50)
    static let lastBound = Duration.seconds(3)

    private(set) var bound = firstBound

    /// The next pause; the bound of the one after it is twice as long, up to the last bound.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        defer { bound = min(bound * 2, Self.lastBound) }
        return bound * Double.random(in: 0...1, using: &generator)
    }

    /// Begins again, after a connection has proved useful.
    mutating func reset() {
        bound = Self.firstBound
    }
}
