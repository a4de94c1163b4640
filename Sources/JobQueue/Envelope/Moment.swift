// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A point in time as the envelopes carry it: Unix time in whole milliseconds.
public struct Moment: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int

    /// What envelopes may say: up to the year 2286, past which a value is surely in the wrong unit.
    static let plausible = Moment(milliseconds: 0)...Moment(milliseconds: 9_999_999_999_999)

    /// Creates a moment from Unix milliseconds.
    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// Reads an RFC 3339 time, with or without fractional seconds; nil if it is not one.
    public init?(rfc3339 text: String) {
        let whole = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? whole.parse(text)) ?? (try? fractional.parse(text)) else { return nil }
        self.init(milliseconds: Int((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// This machine's present time.
    public static var now: Moment {
        Moment(milliseconds: Int((Date().timeIntervalSince1970 * 1000).rounded()))
    }

    /// Earlier moments come first.
    public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment so much later, or earlier if `duration` is negative; what is beyond all moments is the last or the first.
    public func advanced(by duration: Duration) -> Moment {
        let (sum, overflows) = milliseconds.addingReportingOverflow(duration.milliseconds)
        return Moment(milliseconds: overflows ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time from `other` to this moment; negative if `other` is later.
    public func since(_ other: Moment) -> Duration { .milliseconds(milliseconds - other.milliseconds) }
}
