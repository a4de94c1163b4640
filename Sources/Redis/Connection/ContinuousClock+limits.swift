// SPDX-License-Identifier: Apache-2.0

extension ContinuousClock.Instant {
    /// Later than any deadline.
    static let farFuture = ContinuousClock.now.advanced(by: .seconds(1 << 40))

    /// Earlier than any deadline.
    static let farPast = ContinuousClock.now.advanced(by: .seconds(-(1 << 40)))

    /// The time from now until then for `poll`, rounded up and at most a minute.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: self).components
        guard seconds < 60 else { return 60_000 }
        return max(0, Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
