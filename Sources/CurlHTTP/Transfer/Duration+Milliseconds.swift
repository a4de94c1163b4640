// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Milliseconds, rounded up; never negative.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return .max }
        return Int(clamping: milliseconds &+ (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
