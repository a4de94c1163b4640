// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Whole milliseconds, rounded towards zero, as envelopes and Redis count time; within 100,000 years, so that sums
    /// with a moment stay exact there and here.
    package var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds.magnitude < Self.longestSeconds else { return Int(seconds.signum() * Self.longestSeconds) * 1000 }
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    private static let longestSeconds: Int64 = 100_000 * 366 * 86_400
}
