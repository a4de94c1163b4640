// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// How long a server asks to be left alone.
enum RetryAfter {
    /// Longer waits are cut: nobody means more, and a stored due time must stay sane.
    private static let maximumSeconds = 7 * 24 * 3600.0

    /// Reads seconds (`17`), seconds as Protocol Buffers write them (`17.5s`) or an HTTP date; never below zero.
    static func parse(_ text: String) -> Duration? {
        let number = text.hasSuffix("s") ? String(text.dropLast()) : text
        guard let seconds = Double(number) ?? secondsUntil(text), seconds.isFinite else { return nil }
        return .seconds(min(maximumSeconds, max(0, seconds)))
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of date that servers may still send.
    private static func secondsUntil(_ date: String) -> Double? {
        let words = date.split { $0 == " " || $0 == ":" }
        guard words.count == 8, words[7] == "GMT", let month = months.firstIndex(of: words[2]) else { return nil }
        let numbers = [1, 3, 4, 5, 6].compactMap { Int32(words[$0]) }
        guard numbers.count == 5, (1970...9999).contains(numbers[1]) else { return nil }
        var parts = tm()
        parts.tm_mday = numbers[0]
        parts.tm_mon = Int32(month)
        parts.tm_year = numbers[1] - 1900
        parts.tm_hour = numbers[2]
        parts.tm_min = numbers[3]
        parts.tm_sec = numbers[4]
        return Double(timegm(&parts)) - Date.now.timeIntervalSince1970
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
