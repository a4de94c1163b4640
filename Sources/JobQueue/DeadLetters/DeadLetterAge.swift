// SPDX-License-Identifier: Apache-2.0

/// How long ago a job died, roughly.
public enum DeadLetterAge: String, Sendable, Hashable, CaseIterable {
    /// Less than an hour.
    case hour = "1h"
    /// Less than a day.
    case day = "1d"
    /// Less than seven days.
    case week = "7d"
    /// Less than thirty days.
    case month = "30d"
    /// Longer.
    case older

    /// Letters that are younger than this are of this age, unless they are of an earlier one; nil for the last.
    package var limit: Duration? {
        switch self {
        case .hour: .seconds(3600)
        case .day: .seconds(86_400)
        case .week: .seconds(7 * 86_400)
        case .month: .seconds(30 * 86_400)
        case .older: nil
        }
    }

    package init(_ age: Duration) { self = Self.allCases.first { $0.limit.map { age < $0 } ?? true } ?? .older }
}
