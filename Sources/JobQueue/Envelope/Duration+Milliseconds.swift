// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Whole milliseconds, rounded towards zero, as envelopes and Redis count time.
    package var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
